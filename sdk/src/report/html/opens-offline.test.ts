import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "@playwright/test";
import axe from "axe-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sampleResult } from "../../charts/testing/sample-result.ts";
import { renderHtml } from "./render-html.ts";

const folder = mkdtempSync(join(tmpdir(), "rustybt-html-"));
const file = join(folder, "report.html");
let browser: Browser;

beforeAll(async () => {
  writeFileSync(file, renderHtml(await sampleResult()));
  // A missing browser is named by Playwright; on Debian: apt-get install -y --no-install-recommends chromium fonts-dejavu-core
  browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

async function opened(theme: "light" | "dark", width: number): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ colorScheme: theme, viewport: { width, height: 900 }, offline: true });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) complaints.push(request.url());
  });
  await page.goto(pathToFileURL(file).href);
  return { page, complaints };
}

test.each([
  ["light", 1200],
  ["dark", 1200],
  ["light", 390],
] as const)(
  "in the %s theme, %i px wide, the page opens offline without a complaint, fits its width, and axe finds nothing",
  async (theme, width) => {
    const { page, complaints } = await opened(theme, width);
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async () => {
      const { violations: found } = await (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ["violations"] });
      return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    });
    expect(violations).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(complaints).toEqual([]);
  },
);

test("a press on the head of a column sorts the trades by number, a second one the other way", async () => {
  const { page } = await opened("light", 1200);
  const table = page.locator("table[data-sortable]");
  const profits = async (): Promise<number[]> => {
    const texts = await table.locator("tbody td:last-child").allTextContents();
    return texts.map((text) => Number(text.replaceAll("\u202f", "").replace("\u2212", "-")));
  };
  const sorted = (await profits()).toSorted((a, b) => a - b);
  await table.getByRole("button", { name: "Net profit, USD" }).press("Enter");
  expect(await profits()).toEqual(sorted);
  await table.getByRole("button", { name: "Net profit, USD" }).click();
  expect(await profits()).toEqual(sorted.toReversed());
});
