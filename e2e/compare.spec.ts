import type { Page } from "@playwright/test";
import { applePrices, importFile } from "./import-data.ts";
import { expect, test } from "./journey.ts";
import { lookAt } from "./look-at.ts";
import { headlineFigures, startBacktest } from "./run-backtest.ts";
import { newStrategy } from "./write-strategy.ts";

test("runs chosen in the list are laid over each other, and the same run again differs in nothing", async ({ page, person: _ }) => {
  await page.goto("/runs/compare");
  await lookAt(page, {
    name: "compare-empty",
    ready: (looked) => expect(looked.getByRole("heading", { name: "Two finished runs are needed" })).toBeVisible(),
  });
  await importFile(page, applePrices, "Apple");
  await newStrategy(page, "SMA cross", "Cross");
  const first = await startBacktest(page);
  const figures = await headlineFigures(page);
  await page.getByRole("button", { name: "Run again" }).click();
  await expect(page).not.toHaveURL(new RegExp(first));
  expect(await headlineFigures(page)).toEqual(figures);

  await page.goto("/runs");
  await keepAndForgetFilter(page);
  const boxes = page.getByRole("checkbox", { name: "Compare Cross @ 1" });
  await expect(boxes).toHaveCount(2);
  for (const box of await boxes.all()) await box.check();
  await lookAt(page, {
    name: "runs-chosen",
    ready: (looked) => expect(looked.getByRole("link", { name: "Compare 2 runs" })).toBeVisible(),
  });
  await page.getByRole("link", { name: "Compare 2 runs" }).click();
  await expect(page.getByRole("heading", { name: "Compare runs" })).toBeVisible();
  const total = page.getByRole("row", { name: /^Total return/ });
  await expect(total.getByRole("cell")).toHaveText(["Total return", figures["Total return"] ?? "", `same${figures["Total return"]}`]);
  await lookAt(page, { name: "compare-two", ready: (looked) => expect(looked.locator("canvas").first()).toBeVisible() });
});

async function keepAndForgetFilter(page: Page): Promise<void> {
  await page.getByRole("combobox", { name: "Status" }).click();
  await page.getByRole("option", { name: "Failed" }).click();
  // The page that comes then closes a list that was opened meanwhile.
  await expect(page).toHaveURL(/status=failed/);
  await expect(page.getByRole("heading", { name: "No run matches" })).toBeVisible();
  await page.getByRole("combobox", { name: "Strategy" }).click();
  await page.getByRole("option", { name: "Cross" }).click();
  await expect(page).toHaveURL(/status=failed&strategy=/);
  await expect(page.getByRole("heading", { name: "No run matches" })).toBeVisible();
  const address = page.url();
  await page.getByRole("button", { name: "Save filter" }).click();
  await page.getByLabel("Name").fill("Failed crosses");
  await page.getByRole("dialog").getByRole("button", { name: "Save filter" }).click();
  const remove = page.getByRole("button", { name: "Remove the filter Failed crosses" });
  await expect(remove).toBeVisible();
  await lookAt(page, { name: "runs-saved-filter", ready: (looked) => expect(looked.getByText("Failed crosses")).toBeVisible() });
  await page.goto("/runs");
  await page.getByRole("button", { name: "Saved filters" }).click();
  await page.getByRole("menuitem", { name: "Failed crosses" }).click();
  await expect(page).toHaveURL(address);
  await remove.click();
  await expect(page.getByRole("button", { name: "Saved filters" })).toBeHidden();
  await page.getByRole("link", { name: "Show all runs" }).click();
}
