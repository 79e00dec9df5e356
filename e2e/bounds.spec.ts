import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { rustybt } from "./command-line.ts";
import { applePrices, importFile } from "./import-data.ts";
import { expect, test } from "./journey.ts";
import { lookAt } from "./look-at.ts";
import { newStrategyOf } from "./write-strategy.ts";

const strategyFile = join(import.meta.dirname, "../sdk/src/report/testing/tight-brackets.ts");

test("a run with bounds shows its interval, the bars that decide it, why orders did not fill, and its costs by kind", async ({
  page,
  person: _,
}) => {
  const out = test.info().outputPath("out");
  const costs = [
    "--commission",
    "percent:0.0005,unit=0.01",
    "--slippage",
    "bps:2",
    "--set",
    "fills.probability.limitTouch=0.9",
    "--set",
    "interest.credit=0.02",
  ];
  await rustybt("run", strategyFile, "--data", applePrices, "--bounds", ...costs, "--out", out);
  const own = JSON.parse(await readFile(join(out, "result.json"), "utf8"));

  await importFile(page, applePrices, "Apple");
  await newStrategyOf(page, "Tight brackets", await readFile(strategyFile, "utf8"));

  await test.step("the form offers every setting that this needs", async () => {
    await page.getByRole("link", { name: "Run backtest" }).click();
    await choose(page, "Commission", "Percent");
    await page.getByRole("region", { name: "Account and costs" }).getByLabel("Rate", { exact: true }).fill("0.0005");
    await page.getByLabel("Unit", { exact: true }).fill("0.01");
    await choose(page, "Slippage", "Basis points");
    await page.getByLabel("Basis points", { exact: true }).fill("2");
    const likely = page.getByRole("group", { name: "Probability" });
    await expect(likely).toContainText("How likely orders act in a bar");
    await likely.getByLabel("Limit touch").fill("0.9");
    await page.getByRole("checkbox", { name: "Bounds" }).check();
    for (const label of ["Partial", "Volume limit", "Self trade"]) await expect(page.getByLabel(label, { exact: true })).toBeVisible();
    await page.getByText("More settings").click();
    for (const title of ["Limits", "Borrow", "Financing", "Interest"])
      await expect(page.getByRole("heading", { name: title })).toBeVisible();
    await page.getByLabel("Credit", { exact: true }).fill("0.02");
    await choose(page, "Symbol", "AAPL");
    await page.getByLabel("Tick", { exact: true }).fill("0.01");
    await lookAt(page, { name: "run-new-bounds", ready: () => expect(page.getByRole("checkbox", { name: "Bounds" })).toBeChecked() });
    await page.getByRole("button", { name: "Run backtest" }).click();
    await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}$/);
  });

  const strip = page.getByRole("region", { name: "Bounds of the end value" });

  await test.step("the interval stands beside the end value, with what it is and what it is not", async () => {
    await expect(strip).toBeVisible({ timeout: 60_000 });
    const { low, high, bars } = own.bounds;
    expect(plain(await strip.innerText())).toContain(`${money(low)} to ${money(high)} USD`);
    expect(plain(await strip.innerText())).toContain(`${money(own.summary.endValue)} USD`);
    await expect(strip).toContainText(`${bars.length} bars decide it`);
    await expect(strip).toContainText("An envelope of these models, not a guarantee.");
    await strip.getByRole("button", { name: /^Bounds of the end value/ }).hover();
    await expect(page.getByRole("tooltip")).toContainText("Least and greatest end value of the same strategy under eight models");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("tooltip")).toHaveCount(0);
    await expect(page.getByText(own.hash.slice(0, 8)).first()).toBeVisible();
    await lookAt(page, { name: "run-bounds", ready: () => expect(strip).toBeVisible() });
  });

  await test.step("models and deciding bars are a tab, and dots on the candles", async () => {
    await strip.getByRole("button", { name: "Models and bars" }).click();
    const models = page.getByRole("region", { name: "End value by model" });
    await expect(models.getByRole("row")).toHaveCount(10);
    const bars = page.getByRole("table", { name: "Bars that decide" });
    const [first] = own.bounds.bars;
    await expect(bars.getByRole("row").nth(1)).toContainText(first.t.slice(0, 10));
    await expect(bars.getByRole("row").nth(1)).toContainText("which came first, high or low, changes a fill");
    await lookAt(page, { name: "run-bounds-tab", ready: () => expect(bars).toBeVisible() });
    await page.getByRole("tab", { name: "Fills" }).click();
    const fills = page.getByRole("figure", { name: "Fills on AAPL" });
    await expect(fills).toContainText("● decides the bounds");
    await fills.getByRole("button", { name: "Show as a table" }).click();
    await expect(fills).toContainText("Decides the bounds");
    await fills.getByRole("button", { name: "Show the chart" }).click();
    // The chart goes to the fill that is chosen.
    const grid = page.getByRole("grid", { name: "Fills of AAPL" });
    await grid
      .getByRole("row")
      .filter({ hasText: first.t.slice(0, 10) })
      .first()
      .click();
    const why = page.getByRole("dialog", { name: "Why this fill" });
    await expect(why.getByRole("heading", { name: "What led to it" })).toBeVisible();
    await lookAt(page, { name: "run-bounds-why-fill", ready: () => expect(why).toBeVisible() });
    await why.getByRole("button", { name: "Close" }).click();
    await lookAt(page, { name: "run-bounds-fills", ready: () => expect(fills).toBeVisible() });
  });

  await test.step("a rejected, an expired, a cancelled and a filled order are explained as the command line explains them", async () => {
    await page.getByRole("tab", { name: "Orders" }).click();
    for (const [status, heading] of [
      ["rejected", "Why it did not fill"],
      ["expired", "Why it did not fill"],
      ["canceled", "Why it did not fill"],
      ["filled", "Why it filled"],
    ] as const) {
      await choose(page, "Status", status);
      const row = page.getByRole("grid", { name: "Orders" }).getByRole("row").nth(1);
      await expect(row).toContainText(status);
      await row.click();
      const panel = page.getByRole("dialog", { name: /^Order \d+$/ });
      const id = (await panel.getByRole("heading", { level: 2 }).innerText()).replace(/\D/g, "");
      const told = JSON.parse(await rustybt("explain", out, id, "--json"));
      expect(told.status).toBe(status);
      await expect(panel.getByRole("heading", { name: heading })).toBeVisible();
      await expectSentences(panel, [told.summary, told.asked, ...told.whyNot, ...(told.fills[0]?.because ?? [])]);
      await lookAt(page, { name: `run-order-${status}`, ready: () => expect(panel).toBeVisible() });
      await panel.getByRole("button", { name: "Close" }).click();
    }
  });

  await test.step("costs stand by kind, with definitions, and add up", async () => {
    await page.getByRole("tab", { name: "Costs" }).click();
    const kinds = page.getByRole("region", { name: "Costs by kind" });
    for (const [label, kind] of [
      ["Commission", "commission"],
      ["Slippage", "slippage"],
      ["Rounding", "rounding"],
      ["Interest", "interest"],
    ] as const) {
      const row = kinds.getByRole("row", { name: new RegExp(`^${label}`) });
      expect(plain(await row.innerText())).toContain(money(own.summary.costs[kind]));
    }
    await expect(kinds).toContainText("It is inside their prices.");
    await expect(kinds.getByRole("row", { name: /^Together/ })).toBeVisible();
    await lookAt(page, { name: "run-bounds-costs", ready: () => expect(kinds).toBeVisible() });
  });
});

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).first().click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

async function expectSentences(place: Locator, sentences: readonly string[]): Promise<void> {
  expect(sentences.length).toBeGreaterThan(1);
  for (const sentence of sentences) await expect(place).toContainText(sentence);
}

/** Two decimals, half-even, with spaces between thousands. */
function money(value: string): string {
  const [whole = "", fraction = ""] = roundedHalfEven(value).split(".");
  return `${whole.replace("-", "\u2212").replace(/\B(?=(?:\d{3})+$)/g, " ")}.${fraction}`;
}

function roundedHalfEven(value: string): string {
  const [whole = "", fraction = ""] = value.replace("-", "").split(".");
  const cents = BigInt(`${whole}${fraction.padEnd(2, "0").slice(0, 2)}`);
  const rest = fraction.slice(2).replace(/0+$/, "");
  const isUp = rest !== "" && (rest > "5" || (rest === "5" && cents % 2n === 1n));
  const digits = String(isUp ? cents + 1n : cents).padStart(3, "0");
  return `${value.startsWith("-") && digits !== "000" ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function plain(text: string): string {
  return text.replaceAll(/[\u2009\u202f\u00a0]/g, " ");
}
