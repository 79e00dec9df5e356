import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { rustybt, textOfPdf } from "./command-line.ts";
import { applePrices, importFile, sendFile } from "./import-data.ts";
import { expect, test } from "./journey.ts";
import { headlineFigures } from "./run-backtest.ts";
import { editorOf, newStrategy, saveVersion } from "./write-strategy.ts";

const template = join(import.meta.dirname, "../examples/sma-cross.ts");
const placeOfEdit = "onBar(ctx, { fast, slow }) {";
// Slow enough to be watched, and without an effect on the result.
const slowLine = "for (let i = 0, sum = 0; i < 2_000_000; i++) sum += i % 7;";

test("somebody new writes a strategy, brings data, runs and reads a backtest, checks it and shares it", async ({
  page,
  person: _,
  browser,
}) => {
  const folder = test.info().outputPath("files");
  await mkdir(folder, { recursive: true });
  const strategyFile = join(folder, "sma-cross.ts");

  await test.step("the editor knows the types of the SDK", async () => {
    await newStrategy(page, "SMA cross", "My first cross");
    const editor = editorOf(page);
    await editor.getByText(placeOfEdit).click();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await page.keyboard.type("ctx.orderTar");
    await expect(page.getByRole("listbox").getByRole("option", { name: /^orderTargetPercent/ })).toBeVisible();
    await expect(page.getByRole("listbox").getByRole("option", { name: /^orderTargetValue/ })).toBeVisible();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Shift+Home");
    await page.keyboard.insertText("ctx.tomorrow();");
    const underlined = editor.locator(".cm-lintRange-error");
    await expect(underlined).toHaveText("tomorrow");
    await underlined.hover();
    await expect(page.getByText("Property 'tomorrow' does not exist on type")).toBeVisible();
    await page.keyboard.press("Shift+Home");
    await page.keyboard.insertText(slowLine);
    await expect(underlined).toHaveCount(0);
  });

  await test.step("a save makes a version, which a worker reads", async () => {
    await saveVersion(page, 2);
    await expect(page.getByText("Ready to run as “SMA cross”.")).toBeVisible();
    await expect(page.getByRole("complementary", { name: "Version 2" })).toContainText("from 2 to 60");
    const text = await readFile(template, "utf8");
    await writeFile(strategyFile, text.replace(placeOfEdit, `${placeOfEdit}\n    ${slowLine}`));
  });
  const strategyUrl = page.url();

  await test.step("a file with a bad row says which and by which rule, and is imported without it", async () => {
    const lines = (await readFile(applePrices, "utf8")).split("\n");
    // The third bar's high is put below its low.
    const [date, open, , low, ...others] = lines[3]?.split(",") ?? [];
    lines[3] = [date, open, "1.0", low, ...others].join(",");
    await sendFile(page, { name: "typo.csv", mimeType: "text/csv", buffer: Buffer.from(lines.join("\n")) });
    const badRows = page.getByRole("table", { name: "Bad rows" });
    await expect(badRows.getByRole("row").nth(1)).toContainText(/4\s*High below low/);
    const start = page.getByRole("button", { name: /^Import [\d\s]+bars$/ });
    await expect(start).toBeDisabled();
    await page.getByLabel("Import without the 1 bad row").check();
    await expect(start).toHaveText(/1\s?005 bars/);
    await start.click();
    await expect(page.getByRole("heading", { name: "typo", level: 1 })).toBeVisible();
  });

  await test.step("a whole file becomes a dataset with coverage and a price chart", async () => {
    await importFile(page, applePrices, "Apple");
    await expect(page.getByRole("figure", { name: "AAPL" }).locator("canvas").first()).toBeVisible();
    await page.getByRole("tab", { name: "Coverage and report" }).click();
    await expect(page.getByRole("region", { name: "Coverage" })).toContainText("AAPL");
  });

  await test.step("a backtest is started with a parameter changed, and watched", async () => {
    await page.goto(strategyUrl);
    await page.getByRole("link", { name: "Run backtest" }).click();
    await page.getByRole("checkbox", { name: "Apple @ 1" }).check();
    await page.getByLabel("fast", { exact: true }).fill("5");
    await page.getByRole("button", { name: "Run backtest" }).click();
    await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}$/);
    await expect(page.getByRole("progressbar", { name: "Bars done" })).toHaveAttribute("aria-valuenow", /^[1-9]\d?$/);
    await expect(page).toHaveTitle(/^\d+ % · My first cross @ 2/);
    await expect(page.getByText(/^[\d\s]+ of 1\s006$/)).toBeVisible();
  });

  const figures = await test.step("the result has figures, charts, tables, and says why each fill happened", async () => {
    const texts = await headlineFigures(page);
    expect(Object.keys(texts)).toEqual([
      "Total return",
      "Annual return (CAGR)",
      "Max drawdown",
      "Sharpe ratio",
      "Volatility a year",
      "Trades",
    ]);
    for (const chart of ["Equity", "Drawdown"]) await expectDrawn(page, chart);
    await expect(page.getByRole("grid", { name: "Trades" }).getByRole("row").nth(1)).toContainText("AAPL");
    await page.getByRole("tab", { name: "Monthly" }).click();
    await expect(page.getByText("2012").first()).toBeVisible();
    await page.getByRole("tab", { name: "Fills" }).click();
    await page.getByRole("grid", { name: "Fills of AAPL" }).getByRole("row").nth(1).click();
    const why = page.getByRole("dialog", { name: "Why this fill" });
    await expect(why).toContainText("AAPL at");
    await expect(why).toContainText(/open/i);
    await why.getByRole("button", { name: "Close" }).click();
    return texts;
  });

  const hash = await test.step("the result document verifies, and is that of the command line", async () => {
    await page.getByRole("button", { name: "Verify" }).click();
    const resultFile = join(folder, "result.json");
    await download(page, page.getByRole("link", { name: "Download result.json" }), resultFile);
    const { hash } = JSON.parse(await readFile(resultFile, "utf8")) as { hash: string };
    await expect(page.getByRole("dialog", { name: "Verify this result" })).toContainText(hash);
    await page.keyboard.press("Escape");
    expect(await rustybt("verify", resultFile)).toContain("holds");

    const own = await rustybt("run", strategyFile, "--data", applePrices, "--param", "fast=5", "--out", join(folder, "out"));
    expect(own).toContain(`hash ${hash}`);
    expect(numbersOf(await readFile(join(folder, "out/result.json"), "utf8"))).toEqual(numbersOf(await readFile(resultFile, "utf8")));
    for (const [label, text] of Object.entries(figures)) {
      expect(plain(own), label).toMatch(new RegExp(`${label.replace(/ \(.*/, "")} +${plain(text).replaceAll(".", "\\.")}`));
    }
    return hash;
  });

  await test.step("the PDF has the numbers of the page", async () => {
    const pdf = join(folder, "tear-sheet.pdf");
    await download(page, page.getByRole("link", { name: "PDF" }), pdf);
    const text = plain(await textOfPdf(pdf));
    for (const figure of Object.values(figures)) expect(text).toContain(plain(figure));
    expect(text).toContain(`hash ${hash.slice(0, 8)}`);
    expect(text).toContain(hash);
  });

  await test.step("a link shows the result without an account and without the code, until it is revoked", async () => {
    await page.getByRole("button", { name: "Share" }).click();
    const dialog = page.getByRole("dialog", { name: "Share this run" });
    await dialog.getByRole("button", { name: "Create link" }).click();
    const link = await dialog.getByLabel("Link", { exact: true }).inputValue();
    const stranger = await browser.newContext();
    const shared = await stranger.newPage();
    expect((await shared.goto(link))?.status()).toBe(200);
    expect(await headlineFigures(shared)).toEqual(figures);
    await expect(shared.getByRole("region", { name: "How this was made" })).toContainText(hash);
    await expect(shared.getByRole("tab", { name: "Code" })).toHaveCount(0);
    expect(await shared.content()).not.toContain("crossOver");
    expect((await shared.request.get(`${link.replace("/share/", "/api/shares/")}/parts/equity`)).status()).toBe(200);

    await dialog.getByRole("button", { name: "Revoke" }).click();
    await expect(dialog.getByText("revoked")).toBeVisible();
    expect((await shared.goto(link))?.status()).toBe(410);
    await expect(shared.getByRole("heading", { name: "This link has ended" })).toBeVisible();
    expect((await shared.request.get(`${link.replace("/share/", "/api/shares/")}/parts/equity`)).status()).toBe(410);
    await stranger.close();
  });
});

/** A line chart whose canvas has more than its background. */
async function expectDrawn(page: Page, title: string): Promise<void> {
  const canvas = page.getByRole("figure", { name: title }).locator("canvas");
  await expect(canvas).toBeVisible();
  await expect
    .poll(() =>
      canvas.evaluate((element) => {
        const { width, height } = element as HTMLCanvasElement;
        const { data } = (element as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, width, height) ?? { data: [] };
        let drawn = 0;
        for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) drawn += 1;
        return drawn;
      }),
    )
    .toBeGreaterThan(1000);
}

async function download(page: Page, link: ReturnType<Page["getByRole"]>, path: string): Promise<void> {
  const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
  await file.saveAs(path);
}

/** With plain spaces, so that one text can be looked for in another. */
function plain(text: string): string {
  return text.replaceAll(/[\u2009\u202f\u00a0]/g, " ");
}

/** What the engine computed. */
function numbersOf(document: string): unknown {
  const { hash, summary, metrics, trades, fills } = JSON.parse(document);
  return { hash, summary, metrics, trades, fills };
}
