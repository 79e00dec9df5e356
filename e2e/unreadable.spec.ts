import { withUnreadable } from "./database.ts";
import { expect, signInToDemo, test } from "./journey.ts";
import { lookAt } from "./look-at.ts";
import { demoRun } from "./run-backtest.ts";

test("a page whose data cannot be read says so, with a number and a second try that works", async ({ page }) => {
  await signInToDemo(page);
  const run = await demoRun(page);
  for (const [name, path, table, title] of [
    ["runs-error", "/runs", "runs", /The runs cannot be shown/],
    ["run-error", run, "runs", /run cannot be shown/i],
    ["strategies-error", "/strategies", "strategies", /cannot be shown/],
    ["data-error", "/data", "datasets", /cannot be shown/],
    ["reports-error", "/reports", "shares", /cannot be shown/],
    ["settings-audit-error", "/settings/audit", "audit_log", /cannot be shown/],
  ] as const) {
    const problem = page.getByRole("main").getByRole("alert");
    await withUnreadable(table, async () => {
      await page.goto(path);
      await lookAt(page, { name, ready: () => expect(problem).toContainText(title) });
    });
    await problem.getByRole("button", { name: "Try again" }).click();
    await expect(problem).toHaveCount(0);
  }
  await page.route("**/parts/equity", (route) => route.abort());
  await page.goto(run);
  await lookAt(page, {
    name: "run-done-part-error",
    ready: (looked) => expect(looked.getByRole("main").getByRole("alert").first()).toBeVisible(),
  });
});
