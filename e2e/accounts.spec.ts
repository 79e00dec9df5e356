import { expect, expectOneOrganisation, newPerson, signUp, test } from "./journey.ts";

test("a new password ends the sessions of other browsers", async ({ browser, page, person }) => {
  const other = await browser.newContext();
  const elsewhere = await other.newPage();
  await elsewhere.goto(new URL("/forgot", process.env.E2E_URL).href);
  await elsewhere.getByLabel("E-mail").fill(person.email);
  await elsewhere.getByRole("button", { name: "Send link" }).click();
  await expect(elsewhere.getByRole("heading", { name: "Look into your mailbox" })).toBeVisible();
  await expect(async () => {
    await elsewhere.goto(new URL("/outbox", process.env.E2E_URL).href);
    await elsewhere
      .locator("li", { hasText: person.email })
      .filter({ hasText: "Set a new password" })
      .getByRole("link")
      .first()
      .click({ timeout: 1000 });
  }).toPass();
  await elsewhere.getByLabel("New password").fill("another quiet garden");
  await elsewhere.getByRole("button", { name: "Set password" }).click();
  await expect(elsewhere.getByRole("heading", { name: "Your password is changed" })).toBeVisible();
  await page.goto("/runs");
  await expect(page).toHaveURL(/\/sign-in/);
  await other.close();
});

test("a wrong password and an unknown address get the same answer", async ({ page, person }) => {
  const answers: string[] = [];
  await page.context().clearCookies();
  for (const email of [person.email, newPerson("Nobody").email]) {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    // Next has an alert of its own, outside the page, that reads out titles.
    answers.push(await page.getByRole("main").getByRole("alert").innerText());
  }
  expect(answers[0]).toBe("E-mail address or password is wrong. Try again, or set a new password.");
  expect(answers[1]).toBe(answers[0]);
});

test("signing up twice with one address looks the same as the first time", async ({ browser, person }) => {
  const context = await browser.newContext({ baseURL: process.env.E2E_URL as string });
  const page = await context.newPage();
  if (await expectOneOrganisation(page)) return context.close();
  await page.goto("/sign-up");
  await page.getByLabel("Name").fill("Eve");
  await page.getByLabel("E-mail").fill(person.email.toUpperCase());
  await page.getByLabel("Password").fill("a password of her own");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Look into your mailbox" })).toBeVisible();
  await expect(async () => {
    await page.goto("/outbox");
    await expect(page.locator("li", { hasText: person.email }).first()).toContainText("You already have an account", { timeout: 1000 });
  }).toPass();
  await context.close();
});

test("pages of the portal send strangers to sign-in, and signing out leaves nothing open", async ({ page }) => {
  await page.goto("/strategies");
  await expect(page).toHaveURL(/\/sign-in$/);
  await signUp(page, newPerson("Lin"));
  await page.getByRole("button", { name: "Account of Lin" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goBack();
  await page.goto("/runs");
  await expect(page).toHaveURL(/\/sign-in$/);
});
