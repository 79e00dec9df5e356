import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backtest, defineStrategy } from "rustybt";
import { expect, onTestFinished, test } from "vitest";
import { exactSum, exactUnits } from "./exact-sum.ts";
import { run, type Script, symbolBars } from "./scenario.ts";

const ten = "10 10 10 10";
const euro = { rates: { EUR: "1.085" } } as const;

/** A file of rates, gone after the test. */
function ratesFile(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "rates-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "eur.csv");
  writeFileSync(file, text);
  return file;
}

test("[M11] money is charged in the commission's currency and paid in the account's", async () => {
  const { result, endCash } = await run({
    ...euro,
    bars: [ten, ten],
    commission: { model: "perTrade", cost: "4", currency: "EUR" },
    at: { 1: (ctx) => void ctx.order(100) },
  });
  expect(result.fills[0]).toMatchObject({
    fee: "4.34",
    feeCurrency: "USD",
    why: { fee: { model: "perTrade", cost: "4", converted: { amount: "4", currency: "EUR", rate: "1.085" } } },
  });
  expect(endCash).toBe("98995.66");
});

test("[M11] the minimum is money of that currency, each fill is converted at the rate of its day", async () => {
  const file = ratesFile("date,rate\n2023-12-29,1.085\n2024-01-04,1.09\n2024-01-06,1.5\n");
  const { result } = await run({
    rates: { EUR: { file } },
    bars: ["10 10 10 10 1000", "10 10 10 10 1000", "10 10 10 10 3000", "10 10 10 10 1000", "10 10 10 10 1000"],
    fills: { volumeLimit: "0.1" },
    commission: { model: "perShare", rate: "0.01", minimum: "3", currency: "EUR" },
    at: { 1: (ctx) => void ctx.order(400), 4: (ctx) => void ctx.order(1) },
  });
  // 3 EUR at 1.085; 4 EUR are owed in the end, 1 more at 1.09; on Monday 01-08 the rate of Saturday holds.
  expect(result.fills.map(({ fee, why }) => [fee, why.fee.converted])).toEqual([
    ["3.255", { amount: "3", currency: "EUR", rate: "1.085" }],
    ["1.09", { amount: "1", currency: "EUR", rate: "1.09" }],
    ["4.5", { amount: "3", currency: "EUR", rate: "1.5" }],
  ]);
  expect(result.manifest.rates).toEqual([
    { currency: "EUR", source: file, sha256: expect.stringMatching(/^[0-9a-f]{64}$/), rows: 3, from: "2023-12-29", to: "2024-01-06" },
  ]);
});

test("[M11] a fraction of the value is brought to the currency, rounded there, and the rest is posted to rounding", async () => {
  const bars = ["123.45 123.45 123.45 123.45", "123.45 123.45 123.45 123.45", "123.45 123.45 123.45 123.45"];
  const at: Script = { 1: (ctx) => ctx.order(10), 2: (ctx) => ctx.close() };
  const rule = { model: "percent", rate: "0.001", currency: "EUR" } as const;
  const rounded = await run({ ...euro, bars, at, commission: { ...rule, unit: "0.01", rounding: "half-up" } });
  // 1.2345 USD are 1.137788018433 EUR: 1.14 EUR are 1.2369 USD.
  expect(rounded.fees).toEqual(["1.2369", "1.2369"]);
  expect(rounded.result.fills[0]?.why.fee.converted).toEqual({ amount: "1.14", currency: "EUR", rate: "1.085" });
  expect(rounded.result.summary.costs).toEqual({ commission: "2.469", rounding: "0.0048", slippage: "0" });
  // Without a unit only the 13th decimal of the euros is lost: 1.137788018433 x 1.085 = 1.234499999999805.
  const plain = await run({ ...euro, bars, at, commission: rule });
  expect(plain.fees).toEqual(["1.234499999999805", "1.234499999999805"]);
  expect(plain.result.summary.costs).toEqual({ commission: "2.469", rounding: "-0.00000000000039", slippage: "0" });
  const free = await run({ bars, at });
  for (const { result } of [rounded, plain])
    expect(exactSum([result.summary.endValue, ...Object.values(result.summary.costs)])).toBe(exactUnits(free.result.summary.endValue));
});

test("[M11] tiers and schedules may have currencies of their own", async () => {
  const tiers = [
    { from: "0", rate: "0.01" },
    { from: "1000", rate: "0.005" },
  ];
  const { fees, result } = await run({
    rates: { EUR: "1.25", GBP: "1.6" },
    bars: [ten, ten, ten, ten],
    commission: {
      model: "schedule",
      entries: [
        { commission: { model: "tiered", by: "value", charge: "percent", window: "month", tiers, unit: "0.1", currency: "GBP" } },
        { from: "2024-01-05", commission: { model: "perTrade", cost: "2", currency: "EUR" } },
      ],
    },
    at: { 1: (ctx) => void ctx.order(104), 2: (ctx) => void ctx.order(10), 3: (ctx) => void ctx.order(1) },
  });
  // 10.4 USD are 6.5 GBP, 0.5 USD are 0.3125 GBP: 0.3.
  expect(fees).toEqual(["10.4", "0.48", "2.5"]);
  expect(result.fills.map(({ why }) => why.fee)).toEqual([
    { model: "tiered", tier: "0", volume: "0", converted: { amount: "6.5", currency: "GBP", rate: "1.6" } },
    { model: "tiered", tier: "1000", volume: "1040", converted: { amount: "0.3", currency: "GBP", rate: "1.6" } },
    { model: "perTrade", cost: "2", converted: { amount: "2", currency: "EUR", rate: "1.25" } },
  ]);
});

test("[M11] the account's own currency needs no rate and shows no conversion", async () => {
  const { result } = await run({
    bars: [ten, ten],
    commission: { model: "perTrade", cost: "4", currency: "USD" },
    at: { 1: (ctx) => void ctx.order(1) },
  });
  expect(result.fills[0]).toMatchObject({ fee: "4", why: { fee: { model: "perTrade", cost: "4" } } });
  expect(result.fills[0]?.why.fee.converted).toBeUndefined();
});

const strategy = defineStrategy({ onBar: (ctx) => void ctx.order(1) });
const commission = { model: "perTrade", cost: "4", currency: "EUR" } as const;
const data = symbolBars("X", [ten, ten, ten]);

test("[M11] a missing rate is refused before the run, with the currencies there are", async () => {
  await expect(backtest({ strategy, data, commission, rates: { CHF: 1.1 } })).rejects.toMatchObject({
    name: "ConfigurationError",
    code: "rates.missing",
    message: 'commission.currency is "EUR", the account is in USD, and rates names CHF',
    context: { key: "rates.EUR", value: "EUR", allowed: ["CHF"] },
  });
  const unused = { model: "schedule", entries: [{ commission: "none" }, { from: "2030-01-01", commission }] } as const;
  expect((await backtest({ strategy, data, commission: unused })).fills).toHaveLength(2);
});

test.each([
  ["", "has no rates"],
  ["date,rate\n", "has no rates"],
  ["date,rate\n2024-01-03,1.1\n", "has no rate of EUR for 2024-01-02: its first is of 2024-01-03"],
  ["date,rate\n2024-01-02,1.1\n2024-01-02,1.2\n", 'line 3, date "2024-01-02": expected a date after 2024-01-02, of the line before'],
  ["2024-01-32,1.1\n", 'line 1, date "2024-01-32": expected a date such as 2024-01-02'],
  ["2024-01-02;1.1\n", 'line 1, date "2024-01-02;1.1": expected a date such as 2024-01-02'],
  ["2024-01-02,1.1,USD\n", 'line 1, columns "2024-01-02,1.1,USD": expected two columns, date and rate'],
  ["2024-01-02,-1\n", 'line 1, rate "-1": expected a decimal above 0'],
  ["2024-01-02,1.12345678901\n", "with at most 10 digits behind the point"],
])("[M11] a file of rates %j is refused: %s", async (text, message) => {
  const file = ratesFile(text);
  const refused = backtest({ strategy, data, commission, rates: { EUR: { file } } });
  await expect(refused).rejects.toMatchObject({ name: "ConfigurationError", message: expect.stringContaining(message) });
  await expect(refused).rejects.toMatchObject({ message: expect.stringContaining(file), hint: expect.stringMatching(/\w/) });
});

test("[M11] a file of rates that is not there is refused by name", async () => {
  const refused = backtest({ strategy, data, commission, rates: { EUR: { file: "no/such.csv" } } });
  await expect(refused).rejects.toMatchObject({ code: "rates.file", message: expect.stringContaining("no/such.csv cannot be read") });
});

test("[M11] a rate that no fee needs is a warning that names it", async () => {
  const { result } = await run({
    rates: { EUR: "1.085", GBP: "1.27" },
    bars: [ten, ten],
    commission: { model: "perTrade", cost: "4", currency: "EUR" },
    at: { 1: (ctx) => void ctx.order(100) },
  });
  expect(result.warnings).toEqual([expect.objectContaining({ code: "rates.unused", message: expect.stringContaining("rates.GBP") })]);
});
