import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backtest, defineStrategy } from "rustybt";
import { expect, onTestFinished, test } from "vitest";
import { exactSum, exactUnits } from "./exact-sum.ts";
import { run, type Scenario, type Script, symbolBars } from "./scenario.ts";

function file(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "fx-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "eur.csv");
  writeFileSync(path, text);
  return path;
}

const dated = "date,rate\n2024-01-02,1.1\n2024-01-03,1.1\n2024-01-04,1.2\n2024-01-05,1.25\n";
const bars = ["100 100 100 100", "100 100 100 100", "105 110 105 110", "120 120 120 120"];
const buyAndSell: Script = { 1: (ctx) => void ctx.order(10), 3: (ctx) => void ctx.close() };
const inEuros = { cash: 10_000, currency: "USD", instruments: { X: { currency: "EUR" } } } as const;

/** `"2: 1100 USD for 1000 EUR at 1.1"` */
function conversions({ result }: Awaited<ReturnType<typeof run>>): string[] {
  return result.events.flatMap((event) => {
    if (event.type !== "conversion") return [];
    const { t, sold, from, bought, to, rate, cost } = event;
    return [`${t.slice(8, 10)}: ${sold} ${from} for ${bought} ${to} at ${rate}${cost === undefined ? "" : `, cost ${cost}`}`];
  });
}

test("[M20] a currency's part of equity counts at the rate of the day, [M21] and what a fill lacks or brings is converted at once", async () => {
  const path = file(dated);
  const outcome = await run({ ...inEuros, bars, rates: { EUR: { file: path } }, at: buyAndSell });
  const { result } = outcome;
  // 10 at 100 EUR cost 1100 USD; 10 at 110 EUR are 1320 USD at 1.2; 1200 EUR come to 1500 USD at 1.25.
  expect(conversions(outcome)).toEqual(["03: 1100 USD for 1000 EUR at 1.1", "05: 1200 EUR for 1500 USD at 1.25"]);
  expect(outcome.equity).toEqual(["10000", "10000", "10220", "10400"]);
  expect(outcome.cash).toEqual(["10000", "8900", "8900", "10400"]);
  expect(result.fills[0]).toMatchObject({ rate: "1.1", feeCurrency: "EUR" });
  expect(result.events.find(({ type }) => type === "conversion")).toMatchObject({
    source: "file",
    postings: [
      ["cash", "EUR", "1000"],
      ["cash", "USD", "-1100"],
      ["fx", "EUR", "-1000"],
      ["fx", "USD", "1100"],
    ],
  });
  expect(result.manifest.rates).toMatchObject([{ currency: "EUR", source: path, rows: 4 }]);
});

test("[M23] each currency's profit at the last rate and the effect of rates sum to the account's profit", async () => {
  const { result } = await run({
    ...inEuros,
    bars,
    rates: { EUR: { file: file(dated) } },
    commission: { model: "perTrade", cost: "2" },
    at: buyAndSell,
  });
  const { summary } = result;
  // 1002 EUR cost 1102.2 USD, 1198 bring 1497.5. 196 EUR are 245 USD; the rest of 395.3 is what the euro's rise brought.
  expect([summary.profit, summary.fx]).toEqual(["395.3", "150.3"]);
  expect(summary.byCurrency).toEqual([
    { currency: "USD", cash: "10395.3", value: "10395.3", fees: "0", realized: "0", pnl: "0", pnlBase: "0" },
    { currency: "EUR", rate: "1.25", cash: "0", value: "0", fees: "4", realized: "196", pnl: "196", pnlBase: "245" },
  ]);
  expect(summary).toMatchObject({ fees: "5", cash: "10395.3" });
  expect(result.trades[0]).toMatchObject({ currency: "EUR", grossPnl: "200", pnl: "196", pnlBase: "245" });
  expect(exactSum([summary.fx ?? "", ...(summary.byCurrency ?? []).map((each) => each.pnlBase)])).toBe(exactUnits(summary.profit));
});

test("[M20] the rate may be the last close of a pair of the run, also one over it", async () => {
  const pair = ["1.1 1.1 1.1 1.1", "1.1 1.15 1.1 1.12", "1.2 1.2 1.2 1.2", "1.25 1.25 1.25 1.25"];
  const at: Script = { 1: (ctx) => void ctx.order("X", 10), 3: (ctx) => void ctx.close("X") };
  const dollars = await run({
    ...inEuros,
    bars: { X: bars, EURUSD: pair },
    instruments: { X: { currency: "EUR" }, EURUSD: { assetClass: "forex" } },
    rates: { EUR: { symbol: "EURUSD" } },
    at,
  });
  // Before its bar only the close of the day before is known.
  expect(conversions(dollars)).toEqual(["03: 1100 USD for 1000 EUR at 1.1", "05: 1200 EUR for 1440 USD at 1.2"]);
  expect(dollars.equity).toEqual(["10000", "10020", "10220", "10340"]);
  const euros = await run({
    cash: 10_000,
    currency: "EUR",
    bars: { X: bars, EURUSD: pair },
    instruments: { X: { currency: "USD" }, EURUSD: { assetClass: "forex" } },
    rates: { USD: { symbol: "EURUSD" } },
    at,
  });
  // 1 / 1.1 = 0.909090909091 with 12 decimals, 1 / 1.2 = 0.833333333333; the ledger has 8.
  expect(conversions(euros)).toEqual([
    "03: 909.09090909 EUR for 1000 USD at 0.909090909091",
    "05: 1200 USD for 1000 EUR at 0.833333333333",
  ]);
});

test("[M21] under hold money stays in its currency: borrowed on a margin account, converted where short on a cash account", async () => {
  const rates = { EUR: "1.25" } as const;
  const margin = await run({ ...inEuros, bars, rates, account: { type: "margin", conversion: "hold" }, at: buyAndSell });
  expect(conversions(margin)).toEqual([]);
  expect(margin.result.summary.byCurrency?.map(({ currency, cash, value }) => [currency, cash, value])).toEqual([
    ["USD", "10000", "10000"],
    ["EUR", "200", "250"],
  ]);
  const cash = await run({ ...inEuros, bars, rates, account: { conversion: "hold", conversionBps: 10 }, at: buyAndSell });
  // 1250 USD and a thousandth of them for 1000 EUR; the 1200 EUR of the sale stay.
  expect(conversions(cash)).toEqual(["03: 1250 USD for 1000 EUR at 1.25, cost 1.25"]);
  expect([cash.endCash, cash.result.summary.costs.conversion]).toEqual(["10248.75", "1.25"]);
});

test("[M22] ctx.convert sells one currency for another at the close it is said at, and a cash account only what it has", async () => {
  const said: unknown[] = [];
  const at: Script = {
    1: (ctx) => {
      said.push(ctx.convert("USD", "EUR", "5000"), ctx.convert("EUR", "CHF", "1000"), ctx.convert("EUR", "USD", "9999"));
      said.push(...["USD", "EUR", "CHF"].map((currency) => ctx.cash(currency).toString()), ctx.cash().toString());
      said.push(ctx.portfolio.cash.toString());
    },
    2: (ctx) => void ctx.order(10),
  };
  const outcome = await run({ ...inEuros, bars, rates: { EUR: "1.25", CHF: "1.1" }, account: { conversion: "hold" }, at });
  // 5000 / 1.25 = 4000; 1000 EUR are 1250 USD, which buy 1136.36363636 CHF, toward zero at the ledger's 8 decimals.
  expect(said).toEqual([true, true, false, "5000", "3000", "1136.36363636", "5000", "10000"]);
  expect(conversions(outcome).slice(0, 3)).toEqual([
    "02: 5000 USD for 4000 EUR at 1.25",
    "02: 1000 EUR for 1250 USD at 1.25",
    "02: 1250 USD for 1136.36363636 CHF at 1.1",
  ]);
  expect(outcome.result.summary.byCurrency?.map(({ currency, cash }) => [currency, cash])).toEqual([
    ["USD", "5000"],
    ["CHF", "1136.36363636"],
    ["EUR", "1950"],
  ]);
});

test("[M20] amounts of orders, buying power and limits are in the account's currency", async () => {
  const flat = ["10 10 10 10", "10 10 10 10", "10 10 10 10"];
  const rates = { EUR: "1.25" } as const;
  const sized = await run({ ...inEuros, bars: flat, rates, at: { 1: (ctx) => void ctx.orderTargetPercent("0.5") } });
  expect(sized.fills).toEqual(["2: #1 buy 400 at 10 open"]); // 5000 / 12.5
  const balanced = await run({ ...inEuros, bars: flat, rates, at: { 1: (ctx) => void ctx.rebalance({ X: "0.333" }) } });
  expect(balanced.fills).toEqual(["2: #1 buy 266 at 10 open"]); // 3330 / 12.5 = 266.4
  const account = { type: "margin", initialMargin: "0.5" } as const;
  // 1000 USD carry 2000: 160 are 1600 EUR, 2000 USD; 161 need half of 2012.5.
  const margin = await run({ ...inEuros, cash: 1000, bars: flat, rates, account, at: { 1: (ctx) => [ctx.order(161), ctx.order(160)] } });
  expect(margin.orders).toEqual(["#1 rejected insufficientMargin", "#2 filled"]);
  const limited = await run({
    ...inEuros,
    bars: flat,
    rates,
    limits: { orderValue: 1250 },
    at: { 1: (ctx) => [ctx.order(101), ctx.order(100)] },
  });
  expect(limited.orders).toEqual(["#1 rejected limitOrderValue", "#2 filled"]);
  // Cash 1000 pays for 79 at 12.5 and their cost: 987.5 + 0.9875; 80 would be 1000 and 1.
  const conversionBps = 10;
  const fit = await run({
    ...inEuros,
    cash: 1000,
    bars: flat,
    rates,
    account: { conversionBps },
    at: { 1: (ctx) => void ctx.orderTargetPercent(1) },
  });
  expect([fit.fills, fit.endCash]).toEqual([["2: #1 buy 79 at 10 open"], "11.5125"]);
});

test("[M20] dividends, splits and what holding costs are money of the symbol's currency", async () => {
  const actions = file("symbol,type,ex_date,pay_date,amount,ratio\nX,dividend,2024-01-04,2024-01-05,0.5,\nX,split,2024-01-08,,,3:2\n");
  const flat = ["10 10 10 10", "10 10 10 10", "10 10 10 10", "10 10 10 10", "10 10 10 10"];
  const outcome = await run({
    ...inEuros,
    bars: flat,
    rates: { EUR: "1.25" },
    actions,
    account: { type: "margin" },
    financing: { rate: "0.36" },
    interest: { credit: "0.036" },
    at: { 1: (ctx) => void ctx.order(101) },
  });
  // 101 cost 1010 EUR; a day's financing is a thousandth, interest a ten-thousandth of the cash; 101 x 3/2 leaves half a share at 10 / 1.5.
  expect(conversions(outcome)).toEqual([
    "03: 1262.5 USD for 1010 EUR at 1.25",
    "04: 1.2625 USD for 1.01 EUR at 1.25",
    "05: 50.5 EUR for 63.125 USD at 1.25",
    "05: 1.2625 USD for 1.01 EUR at 1.25",
    "08: 3.33333333 EUR for 4.16666666 USD at 1.25",
    "08: 3.775 USD for 3.02 EUR at 1.25",
  ]);
  expect(outcome.result.summary).toMatchObject({ dividends: "63.125" });
});

const strategy = defineStrategy({ onBar: (ctx) => void ctx.order(1) });
const data = symbolBars("X", ["10 10 10 10", "10 10 10 10", "10 10 10 10"]);

test.each<[string, Partial<Scenario>, string, string]>([
  ["no rate", {}, "settings.currency", "X is quoted in EUR, the account is in USD, and rates names no currency"],
  [
    "a pair that is not there",
    { rates: { EUR: { symbol: "EURUSD" } } },
    "rates.symbol",
    "rates.EUR names EURUSD, which is not a symbol of the run (there: X)",
  ],
  ["a pair of other currencies", { rates: { EUR: { symbol: "X" } } }, "rates.symbol", "rates.EUR: X is not the pair of EUR and USD"],
  [
    "a commission's currency",
    { rates: { EUR: "1.1" }, commission: { model: "perTrade", cost: 1, currency: "USD" } },
    "rates.commission",
    'commission.currency is "USD", and the instruments of the run trade in several currencies',
  ],
])("[M20] %s is refused before the run", async (_, settings, code, message) => {
  await expect(backtest({ strategy, data, ...inEuros, ...settings })).rejects.toMatchObject({ name: "ConfigurationError", code, message });
});

test("[M20] a weekday without a rate is refused with file, currency and day, or counted when it may be older", async () => {
  const path = file("2024-01-02,1.1\n2024-01-04,1.2\n");
  await expect(backtest({ strategy, data, ...inEuros, rates: { EUR: { file: path } } })).rejects.toMatchObject({
    code: "rates.missing",
    message: `${path} has no rate of EUR for 2024-01-03`,
    context: { key: "rates.EUR", file: path, currency: "EUR", date: "2024-01-03", days: 1 },
  });
  const result = await backtest({ strategy, data, ...inEuros, rates: { EUR: { file: path, maxAgeDays: 1 } } });
  expect(result.warnings).toMatchObject([
    {
      code: "rates.aged",
      message: `1 weekday of the run has no rate of EUR in ${path} and counts with the last one before, first 2024-01-03`,
    },
  ]);
});

test("[M22] conversions need the setting, two currencies of the account and an amount", async () => {
  const said = (settings: object, say: (ctx: { convert(from: string, to: string, amount: unknown): boolean }) => void) =>
    backtest({ strategy: defineStrategy({ onBar: (ctx) => say(ctx as never) }), data, ...inEuros, rates: { EUR: "1.1" }, ...settings });
  await expect(said({}, (ctx) => ctx.convert("USD", "EUR", 1))).rejects.toMatchObject({ code: "order.convert" });
  const account = { conversion: "hold" };
  await expect(said({ account }, (ctx) => ctx.convert("USD", "GBP", 1))).rejects.toMatchObject({ code: "order.unknownCurrency" });
  await expect(said({ account }, (ctx) => ctx.convert("USD", "EUR", -1))).rejects.toMatchObject({
    message: expect.stringContaining("the amount is -1"),
  });
});
