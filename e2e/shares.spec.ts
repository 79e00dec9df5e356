import { setShareEnd } from "./database.ts";
import { applePrices, importFile } from "./import-data.ts";
import { expect, test } from "./journey.ts";
import { headlineFigures, startBacktest } from "./run-backtest.ts";
import { newStrategy } from "./write-strategy.ts";

test("a link with the code shows it, says what readers see, and ends when its time is over", async ({ page, person: _, browser }) => {
  await importFile(page, applePrices, "Prices");
  await newStrategy(page, "Buy and hold", "Shown plan");
  const runId = await startBacktest(page);
  await headlineFigures(page);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Share this run" });
  await expect(dialog.getByText(/the lines the strategy logged, and the names of the price files/)).toBeVisible();
  await dialog.getByRole("checkbox", { name: /Show the strategy's code/ }).click();
  await dialog.getByRole("combobox", { name: "The link ends" }).click();
  await page.getByRole("option", { name: "In 7 days" }).click();
  await dialog.getByRole("button", { name: "Create link" }).click();
  const link = await dialog.getByLabel("Link", { exact: true }).inputValue();
  await expect(dialog.getByText(/with code, until/)).toBeVisible();

  const stranger = await browser.newContext({ baseURL: process.env.E2E_URL as string });
  const shared = await stranger.newPage();
  expect((await shared.goto(link))?.status()).toBe(200);
  await shared.getByRole("tab", { name: "Code" }).click();
  await expect(shared.getByRole("tabpanel", { name: "Code" })).toContainText("defineStrategy");

  // Parts are asked for anew each time: what the browser kept is of no use once the link has ended.
  const part = `${link.replace("/share/", "/api/shares/")}/parts/equity`;
  const statusInPage = () => shared.evaluate(async (url) => (await fetch(url)).status, part);
  expect(await statusInPage()).toBe(200);
  await setShareEnd(runId, new Date(Date.now() - 1000));
  expect(await statusInPage()).toBe(410);
  expect((await shared.goto(link))?.status()).toBe(410);
  await expect(shared.getByRole("heading", { name: "This link has ended" })).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).first().click();
  await page.reload();
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await expect(dialog.getByText("expired")).toBeVisible();
  await stranger.close();
});
