import { expect, type Page } from "@playwright/test";

/** From the page of a strategy: its newest version over the organisation's only dataset. The page of the run is shown afterwards. */
export async function startBacktest(page: Page, params: Readonly<Record<string, string>> = {}): Promise<string> {
  await page.getByRole("link", { name: "Run backtest" }).click();
  for (const [name, value] of Object.entries(params)) await page.getByLabel(name, { exact: true }).fill(value);
  await page.getByRole("button", { name: "Run backtest" }).click();
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}$/);
  return page.url().split("/").at(-1) as string;
}

/** The figures that stand first on the page of a result: label and text. */
export async function headlineFigures(page: Page): Promise<Readonly<Record<string, string>>> {
  const figures = page.getByRole("region", { name: "Headline figures" }).getByRole("button");
  // The run may still be going.
  await expect(figures).toHaveCount(6, { timeout: 60_000 });
  const texts = await figures.allInnerTexts();
  return Object.fromEntries(
    texts.map((text) => {
      const [label = "", value = ""] = text.split("\n").map((line) => line.trim());
      return [label, value];
    }),
  );
}

/** Opens the run of the demo organisation; answers its path. */
export async function demoRun(page: Page): Promise<string> {
  await page.goto("/runs");
  await page
    .getByRole("row", { name: /SMA cross/ })
    .getByRole("link")
    .click();
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}$/);
  return new URL(page.url()).pathname;
}
