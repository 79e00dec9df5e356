import { fileURLToPath } from "node:url";
import { expect, type Page } from "@playwright/test";

type File = string | { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

export const applePrices = fileURLToPath(new URL("../examples/data/AAPL.csv", import.meta.url));

/** Sends a file and confirms its mapping; what was found in it is on the screen afterwards. */
export async function sendFile(page: Page, file: File): Promise<void> {
  await page.goto("/data");
  await page.getByRole("button", { name: "Import data" }).first().click();
  await page.getByLabel("Price file").setInputFiles(file);
  await page.getByRole("button", { name: "Continue to report" }).click();
}

/** Imports a file without bad rows; its dataset's page is shown afterwards. */
export async function importFile(page: Page, file: File, name: string): Promise<void> {
  await sendFile(page, file);
  await page.getByLabel("Name of the dataset").fill(name);
  await page.getByRole("button", { name: /^Import [\d\s,.]+ bars$/ }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
}
