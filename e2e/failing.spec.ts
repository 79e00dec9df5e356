import { applePrices, importFile } from "./import-data.ts";
import { expect, test } from "./journey.ts";
import { startBacktest } from "./run-backtest.ts";
import { newStrategy, newStrategyOf, replaceSource, saveVersion } from "./write-strategy.ts";

test("a strategy that throws ends its run with bar, day, the author's own line and the next step", async ({ page, person: _ }) => {
  await importFile(page, applePrices, "Apple");
  await newStrategyOf(
    page,
    "Breaks",
    `import { defineStrategy } from "rustybt";

export default defineStrategy({
  onBar(ctx) {
    if (ctx.bars === 25) throw new Error("the moon is full");
  },
});
`,
  );
  await startBacktest(page);
  const problem = page.getByRole("main").getByRole("alert");
  await expect(problem).toContainText("the moon is full");
  // The 25th bar of AAPL.csv.
  await expect(problem).toContainText(/buy-and-hold\.ts, line 5, column \d+ · bar 25 of 2012-02-07/);
  await expect(problem.getByText('if (ctx.bars === 25) throw new Error("the moon is full");')).toBeVisible();
  await expect(problem.getByRole("link", { name: "Edit strategy" })).toBeVisible();
  await problem.getByRole("link", { name: "Change and run" }).click();
  await expect(page.getByRole("heading", { name: "New backtest" })).toBeVisible();
});

test("a strategy with a syntax error is stopped before it can run, with its place", async ({ page, person: _ }) => {
  await newStrategy(page, "Buy and hold", "Half a line");
  await replaceSource(
    page,
    'import { defineStrategy } from "rustybt";\n\nexport default defineStrategy({ onBar(ctx) { ctx.order(; } });\n',
  );
  await saveVersion(page, 2);
  const problem = page.getByRole("complementary", { name: "Version 2" }).getByRole("alert");
  await expect(problem).toContainText("Cannot run");
  await expect(problem).toContainText("buy-and-hold.ts:3");
});
