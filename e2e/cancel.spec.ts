import { leastTime } from "#server/lib/testing/least-time.ts";
import { applePrices, importFile } from "./import-data.ts";
import { expect, test } from "./journey.ts";
import { headlineFigures, startBacktest } from "./run-backtest.ts";
import { newStrategyOf } from "./write-strategy.ts";

/** A strategy that trades, and takes its time at every bar. */
function busyStrategy(rounds: number): string {
  return `import { defineStrategy } from "rustybt";

export default defineStrategy({
  onBar(ctx) {
    for (let i = 0, sum = 0; i < ${rounds}; i++) sum += i % 7;
    if (ctx.position().isFlat) ctx.order(10);
    ctx.log("at " + ctx.bars);
  },
});
`;
}

test("a run is cancelled within two seconds of the click, and says so", async ({ page, person: _ }) => {
  await importFile(page, applePrices, "Apple");
  await newStrategyOf(page, "Endless", busyStrategy(60_000_000));
  const strategy = page.url();
  const pass = async () => {
    await page.goto(strategy);
    await startBacktest(page);
    await expect(page.getByRole("progressbar", { name: "Bars done" })).toHaveAttribute("aria-valuenow", /^[1-9]\d?$/);
    const from = performance.now();
    await page.getByRole("button", { name: "Cancel run" }).click();
    await expect(page.getByText("The run was cancelled before its end; it has no result.")).toBeVisible();
    return performance.now() - from;
  };
  expect(await leastTime(2_000, pass)).toBeLessThan(2_000);
  await page.goto("/runs");
  await expect(page.getByRole("row", { name: /Endless @ 2/ }).first()).toContainText("Cancelled");
});

test("closing the tab loses nothing: the run goes on, and coming back shows all of it", async ({ page, person: _ }) => {
  await importFile(page, applePrices, "Apple");
  await newStrategyOf(page, "Patient", busyStrategy(3_000_000));
  const id = await startBacktest(page);
  await expect(page.getByRole("progressbar", { name: "Bars done" })).toHaveAttribute("aria-valuenow", /^[1-9]\d?$/);
  const context = page.context();
  await page.close();

  const again = await context.newPage();
  await again.goto(`/runs/${id}`);
  const figures = await headlineFigures(again);
  expect(figures.Trades).toBe("0");
  await again.getByRole("tab", { name: "Logs" }).click();
  await expect(again.getByText(/1\s006/).first()).toBeVisible();
});
