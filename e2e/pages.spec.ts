import type { Page } from "@playwright/test";
import { setRole } from "./database.ts";
import { applePrices, sendFile } from "./import-data.ts";
import { expect, newPerson, signInToDemo, signUp, test } from "./journey.ts";
import { lookAt } from "./look-at.ts";
import { demoRun } from "./run-backtest.ts";

const nothing = "00000000-0000-7000-8000-000000000000";

interface State {
  readonly name: string;
  readonly path: string;
  /** A heading that is there when the state is. */
  readonly heading?: string | RegExp;
  readonly ready?: (page: Page) => Promise<void>;
}

/** Opens each page and looks at it. A browser that finds fault with one says so under its name. */
async function lookAtAll(page: Page, states: readonly State[]): Promise<void> {
  for (const { name, path, heading, ready } of states) {
    const complaints = complaintsOf(page);
    await page.goto(path);
    await lookAt(page, {
      name,
      ready: async (looked) => {
        if (heading !== undefined) await expect(looked.getByRole("heading", { name: heading }).first()).toBeVisible();
        await ready?.(looked);
        await expect(looked.getByRole("status", { name: "Loading" })).toHaveCount(0);
      },
    });
    expect.soft(complaints(), name).toEqual([]);
  }
}

/** What the console said against a page since then. That a page asked for is not there, or fails as a test wants it, is no fault of its own. */
function complaintsOf(page: Page, expected?: RegExp): () => string[] {
  const found: string[] = [];
  const onConsole = (message: { type(): string; text(): string }) => {
    if (message.type() === "error" && expected?.test(message.text()) !== true) found.push(message.text());
  };
  const onError = (error: Error) => found.push(error.message);
  page.on("console", onConsole).on("pageerror", onError);
  return () => {
    page.off("console", onConsole).off("pageerror", onError);
    return found;
  };
}

async function firstOf(page: Page, list: string): Promise<string> {
  await page.goto(list);
  await page.getByRole("main").getByRole("table").getByRole("link").first().click();
  await expect(page).toHaveURL(/[0-9a-f-]{36}$/);
  return new URL(page.url()).pathname;
}

test("pages without an account are accessible in every theme and width", async ({ page }) => {
  await lookAtAll(page, [
    { name: "sign-in-form", path: "/sign-in", heading: "Sign in" },
    { name: "sign-up-form", path: "/sign-up", heading: "Sign up" },
    { name: "forgot-form", path: "/forgot", heading: /password/i },
    { name: "verify-form", path: "/verify?token=x", heading: "Confirm your address" },
    { name: "reset-form", path: "/reset?token=x", heading: "Set a new password" },
    { name: "outbox-filled", path: "/outbox", heading: "Outbox" },
  ]);
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in" }).click();
  await lookAt(page, { name: "sign-in-invalid", ready: (looked) => expect(looked.getByText("Enter an e-mail address.")).toBeVisible() });
});

test("lists and pages with something on them are accessible in every theme and width", async ({ page }) => {
  await signInToDemo(page);
  const [run, strategy, data] = [await demoRun(page), await firstOf(page, "/strategies"), await firstOf(page, "/data")];
  const drawn = (looked: Page) => expect(looked.locator("canvas").first()).toBeVisible();
  await lookAtAll(page, [
    { name: "runs-filled", path: "/runs", heading: "Runs" },
    { name: "run-new-form", path: "/runs/new", heading: "New backtest" },
    { name: "run-done", path: run, heading: "SMA cross", ready: drawn },
    { name: "strategies-filled", path: "/strategies", heading: "Strategies" },
    {
      name: "strategy-editor",
      path: strategy,
      ready: (looked) => expect(looked.getByText("Types of rustybt are loaded")).toBeVisible(),
    },
    { name: "data-filled", path: "/data", heading: "Data" },
    { name: "dataset-prices", path: data, heading: "Apple, daily", ready: drawn },
    { name: "reports-filled", path: "/reports", heading: "Reports" },
    { name: "settings-account", path: "/settings", heading: "Settings" },
    { name: "settings-organisation", path: "/settings/organisation", heading: "Members" },
    { name: "settings-audit", path: "/settings/audit", heading: "Audit log" },
    { name: "settings-appearance", path: "/settings/appearance", heading: "Settings" },
    { name: "settings-system", path: "/settings/system", heading: "System" },
  ]);
  await page.goto(data);
  for (const name of ["Coverage and report", "Versions"]) {
    await page.getByRole("tab", { name }).click();
    await lookAt(page, { name: `dataset-${slug(name)}`, ready: (looked) => expect(looked.getByRole("tabpanel", { name })).toBeVisible() });
  }
});

test("every tab of a result, and what explains it, is accessible in every theme and width", async ({ page, browser }) => {
  await signInToDemo(page);
  const run = await demoRun(page);
  const complaints = complaintsOf(page);
  for (const name of ["Orders", "Fills", "Metrics", "Monthly", "Exposure", "Costs", "Logs", "Assumptions", "Manifest"]) {
    await page.getByRole("tab", { name }).click();
    await lookAt(page, {
      name: `run-done-${slug(name)}`,
      ready: async (looked) => {
        await expect(looked.getByRole("tabpanel", { name })).toBeVisible();
        await expect(looked.getByRole("status", { name: "Loading" })).toHaveCount(0);
      },
    });
  }
  await page.getByRole("tab", { name: "Fills" }).click();
  await page.getByRole("grid", { name: "Fills of AAPL" }).getByRole("row").nth(1).click();
  await lookAt(page, {
    name: "run-done-why-fill",
    ready: (looked) => expect(looked.getByRole("dialog", { name: "Why this fill" })).toBeVisible(),
  });
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Verify" }).click();
  await lookAt(page, {
    name: "run-done-verify",
    ready: (looked) => expect(looked.getByRole("dialog", { name: "Verify this result" })).toBeVisible(),
  });
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog", { name: "Share this run" });
  await lookAt(page, { name: "run-done-share", ready: () => expect(dialog).toBeVisible() });
  await dialog.getByLabel("Show the strategy's code").check();
  await dialog.getByRole("button", { name: "Create link" }).click();
  const link = await dialog.getByLabel("Link", { exact: true }).inputValue();
  await lookAt(page, { name: "run-done-share-link", ready: () => expect(dialog).toBeVisible() });
  expect.soft(complaints(), run).toEqual([]);

  const stranger = await browser.newContext({ reducedMotion: "reduce", locale: "en-GB" });
  const shared = await stranger.newPage();
  await lookAtAll(shared, [
    { name: "share-open", path: link, heading: "SMA cross", ready: (looked) => expect(looked.locator("canvas").first()).toBeVisible() },
  ]);
  await shared.getByRole("tab", { name: "Code" }).click();
  await lookAt(shared, { name: "share-open-code", ready: (looked) => expect(looked.getByText("crossOver").first()).toBeVisible() });
  await dialog.getByRole("button", { name: "Revoke" }).first().click();
  await expect(dialog.getByText("revoked").first()).toBeVisible();
  await shared.goto(link);
  await lookAt(shared, {
    name: "share-ended",
    ready: (looked) => expect(looked.getByRole("heading", { name: "This link has ended" })).toBeVisible(),
  });
  await stranger.close();
});

test("an organisation with nothing in it is told what each page is for", async ({ page, person: _ }) => {
  await lookAtAll(page, [
    { name: "runs-empty", path: "/runs", heading: "No runs yet" },
    { name: "run-new-empty", path: "/runs/new", heading: "A backtest needs a strategy" },
    { name: "strategies-empty", path: "/strategies", heading: "Strategies" },
    { name: "strategies-archived-empty", path: "/strategies?show=archived", heading: "Archived strategies" },
    { name: "data-empty", path: "/data", heading: "No data yet" },
    { name: "data-archived-empty", path: "/data?archived", heading: "Nothing is archived" },
    { name: "reports-empty", path: "/reports", heading: "No run has finished yet" },
    { name: "runs-filtered-empty", path: "/runs?status=failed", heading: "No run matches" },
  ]);
  await page.goto("/strategies");
  await page.getByRole("button", { name: "New strategy" }).first().click();
  await lookAt(page, {
    name: "strategies-new",
    ready: (looked) => expect(looked.getByRole("dialog", { name: "New strategy" })).toBeVisible(),
  });
  await page.goto("/data");
  await page.getByRole("button", { name: "Import data" }).first().click();
  await lookAt(page, {
    name: "data-import-file",
    ready: (looked) => expect(looked.getByRole("button", { name: "Choose file" })).toBeVisible(),
  });
  await page.getByLabel("Price file").setInputFiles(applePrices);
  const toReport = page.getByRole("button", { name: "Continue to report" });
  await lookAt(page, { name: "data-import-mapping", ready: () => expect(toReport).toBeVisible() });
  const lines = ["Date,Open,High,Low,Close,Volume", "2024-01-02,10,11,9,10,100", "2024-01-03,10,9,9.5,10,100", "2024-01-04,x,11,9,10,100"];
  await sendFile(page, { name: "bad.csv", mimeType: "text/csv", buffer: Buffer.from(`${lines.join("\n")}\n`) });
  await lookAt(page, {
    name: "data-import-report",
    ready: (looked) => expect(looked.getByRole("table", { name: "Bad rows" })).toBeVisible(),
  });
  await page.goto("/runs");
  await page.getByRole("button", { name: "Search or go to" }).click();
  await lookAt(page, { name: "palette-open", ready: (looked) => expect(looked.getByRole("dialog")).toBeVisible() });
});

test("what is not there says so, and leads back", async ({ page, person: _ }) => {
  for (const [name, path, title] of [
    ["page-missing", "/nowhere", "This page is not here"],
    ["run-missing", `/runs/${nothing}`, "This run is not here"],
    ["strategy-missing", `/strategies/${nothing}`, "This strategy is not here"],
    ["dataset-missing", `/data/${nothing}`, "This dataset is not here"],
    ["share-missing", "/share/nothing", "There is no such link"],
  ] as const) {
    const complaints = complaintsOf(page, /status of 404/);
    await page.goto(path);
    await lookAt(page, { name, ready: (looked) => expect(looked.getByRole("heading", { name: title })).toBeVisible() });
    expect.soft(complaints(), name).toEqual([]);
  }
});

test("who may not open a page is told which role it needs", async ({ page }) => {
  const person = newPerson("Vera");
  await signUp(page, person);
  await setRole(person.email, "viewer");
  await lookAtAll(page, [
    { name: "run-new-forbidden", path: "/runs/new", heading: "You may not open this" },
    { name: "settings-audit-forbidden", path: "/settings/audit", heading: "You may not open this" },
    { name: "strategies-viewer", path: "/strategies", heading: "Strategies" },
    { name: "data-viewer", path: "/data", heading: "No data yet" },
  ]);
});

test("while a page is on its way its outline stands in its place", async ({ page }) => {
  await signInToDemo(page);
  const paths = ["/strategies", "/data", "/reports", "/runs/new", "/settings"];
  const held: (() => void)[] = [];
  for (const path of paths) {
    await page.goto("/runs");
    const links = page.getByRole("link", path === "/runs/new" ? { name: "New backtest" } : { name: nameOf(path), exact: true });
    await expect(links.first()).toBeVisible();
    await page.waitForLoadState("networkidle");
    // What was fetched before the click is the outline; the page itself is held back.
    await page.route(
      (url) => url.pathname === path,
      async (route) => {
        if (route.request().headers()["next-router-prefetch"] !== undefined) return route.continue();
        await new Promise<void>((resolve) => held.push(resolve));
        await route.continue();
      },
    );
    await links.first().click();
    await lookAt(page, {
      name: `${slug(path)}-loading`,
      ready: (looked) => expect(looked.getByRole("main").locator(".animate-pulse").first()).toBeVisible(),
    });
    for (const go of held.splice(0)) go();
    await page.unrouteAll({ behavior: "wait" });
  }
});

function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}

function nameOf(path: string): string {
  return path.charAt(1).toUpperCase() + path.slice(2);
}
