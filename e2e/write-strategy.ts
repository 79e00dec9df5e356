import { expect, type Page } from "@playwright/test";

/** A new strategy from a template, as its page shows it once it was read by a worker. */
export async function newStrategy(page: Page, template: string, name = template): Promise<void> {
  await page.goto("/strategies");
  await page.getByRole("button", { name: "New strategy" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New strategy" });
  await dialog.getByLabel("Template").click();
  await page.getByRole("option", { name: template }).click();
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Create strategy" }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await expect(page.getByText("Types of rustybt are loaded")).toBeVisible();
  await expect(page.getByText("Ready to run")).toBeVisible();
}

export function editorOf(page: Page) {
  return page.getByRole("region", { name: "Source" }).getByRole("textbox");
}

/** Puts a text in place of all that stands in the editor. */
export async function replaceSource(page: Page, source: string): Promise<void> {
  await editorOf(page).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(source);
}

/** Saves what is in the editor; `number` is the version it becomes. */
export async function saveVersion(page: Page, number: number): Promise<void> {
  await page.getByRole("button", { name: "Save version" }).click();
  await expect(page.getByText(`Saved as version ${number}`)).toBeVisible();
}

/** A strategy of one file with its own text, ready to run. */
export async function newStrategyOf(page: Page, name: string, source: string): Promise<void> {
  await newStrategy(page, "Buy and hold", name);
  await replaceSource(page, source);
  await saveVersion(page, 2);
  await expect(page.getByText("Ready to run")).toBeVisible();
}
