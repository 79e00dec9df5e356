import { test as base, expect, type Page } from "@playwright/test";
import { demoSignIn, makeRoom, whyOneOrganisation } from "./one-organisation.ts";

interface Person {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

interface Fixtures {
  /** Somebody who has just signed up, confirmed the address and signed in, in an organisation of their own. */
  readonly person: Person;
}

let people = 0;

/** Somebody nobody has met yet. */
export function newPerson(name = "Ada"): Person {
  people += 1;
  return { name, email: `${name.toLowerCase()}-${Date.now()}-${process.pid}-${people}@example.org`, password: `a quiet garden ${people}` };
}

/**
 * Waits until React answers for every button and link: one that is pressed before that does nothing, which a busy machine is slow enough to
 * let happen.
 */
async function hydrated(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll("button, a")].every((element) => Object.keys(element).some((key) => key.startsWith("__reactProps$"))),
  );
}

/** Sign-up, the mail's link and sign-in, as a person would do it. */
export async function signUp(page: Page, person: Person): Promise<void> {
  await makeRoom();
  await page.goto("/sign-up");
  await page.getByLabel("Name").fill(person.name);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Look into your mailbox" })).toBeVisible();
  await expect(async () => {
    await page.goto("/outbox");
    await page.locator("li", { hasText: person.email }).getByRole("link").first().click({ timeout: 1000 });
  }).toPass();
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Confirm e-mail address" }).click();
  await expect(page).toHaveURL(/\/runs$/);
  await hydrated(page);
}

/** Signs in somebody who has an account. */
export async function signIn(page: Page, { email, password }: Pick<Person, "email" | "password">): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/runs$/);
  await hydrated(page);
}

/** Signs in to the demo organisation. */
export async function signInToDemo(page: Page): Promise<void> {
  await signIn(page, await demoSignIn());
}

/** Where the machine is for one organisation: nobody else signs up, and the page says why. Answers whether it is such a machine. */
export async function expectOneOrganisation(page: Page): Promise<boolean> {
  const why = whyOneOrganisation();
  if (why === undefined) return false;
  await page.goto("/sign-up");
  const main = page.getByRole("main");
  await expect(main).toContainText("this machine runs strategies of one organisation");
  for (const problem of why.split("; ")) await expect(main).toContainText(problem);
  await expect(page.getByRole("button", { name: "Create account" })).toHaveCount(0);
  return true;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function asks for from its pattern
  baseURL: async ({}, use) => {
    const url = process.env.E2E_URL;
    if (url === undefined) throw new Error("E2E_URL is not set: the journeys are run by npm test");
    await use(url);
  },
  page: async ({ page }, use) => {
    const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
    page.goto = async (url, options) => {
      const response = await goto(url, options);
      if (options?.waitUntil === undefined) await hydrated(page);
      return response;
    };
    page.reload = async (options) => {
      const response = await reload(options);
      await hydrated(page);
      return response;
    };
    await use(page);
  },
  person: async ({ page }, use) => {
    const person = newPerson();
    await signUp(page, person);
    await use(person);
  },
});

export { expect };
