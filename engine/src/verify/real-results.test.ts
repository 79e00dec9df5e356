import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backtest, defineStrategy, type ResultDocument, readCsv } from "rustybt";
import { expect, onTestFinished, test } from "vitest";
import { rateFile } from "../spec/holding.ts";
import { day, run, type Scenario } from "../spec/scenario.ts";
import { sharedData } from "../testing/shared-data.ts";
import { expectEachDigitFound } from "./fixtures/expect-each-digit-found.ts";
import { verifyResult } from "./verify-result.ts";

const scenarios: Record<string, Scenario> = {
  "partial fills with a fee minimum, rounded by the venue": {
    bars: [
      "10 10 10 10 5000",
      "10.5 11 10 10.8 1000",
      "11 12 10.9 11.5 1000",
      "12 13 11 12.2 1000",
      "12.5 13.5 12 12.9 3000",
      "13 13 12 12.5 100",
    ],
    commission: { model: "perShare", rate: "0.0061", minimum: "1", unit: "0.01", rounding: "half-up" },
    fills: { volumeLimit: "0.1" },
    at: { 1: (ctx) => ctx.order(300), 4: (ctx) => ctx.order(-250, { limit: "13", tag: "exit 1" }) },
  },
  "a short that crosses zero, with slippage, on margin": {
    bars: ["50 50 50 50", "50 52 49 51", "51 53 50 52", "52 52 47 48", "48 49 46 47", "47 47 45 46"],
    account: { type: "margin", lots: "lifo" },
    slippage: { model: "bps", bps: "2.5" },
    commission: { model: "percent", rate: "0.0007" },
    at: { 1: (ctx) => ctx.order(-100), 2: (ctx) => ctx.order(-50), 3: (ctx) => ctx.order(230), 5: (ctx) => ctx.orderTargetPercent("-0.3") },
  },
  "fees by tiers of volume and by side, in another currency, and by another model later": {
    bars: ["100 100 100 100", "100 103 97 102", "102 108 101 107", "107 111 104 105", "105 106 97 98", "98 99 90 91"],
    rates: { EUR: "1.0856", GBP: "1.27" },
    commission: {
      model: "schedule",
      entries: [
        {
          commission: {
            model: "tiered",
            by: "value",
            charge: "percent",
            window: "2d",
            marginal: true,
            currency: "EUR",
            unit: "0.01",
            tiers: [
              { from: "0", maker: "0.0025", taker: "0.0041" },
              { from: "2500", maker: "-0.0001", taker: "0.0035" },
            ],
          },
        },
        { from: "2024-01-08", commission: { model: "percent", rate: "0.0007", currency: "GBP" } },
      ],
    },
    at: {
      1: (ctx) => void [ctx.order(10), ctx.order(30, { limit: "98" })],
      2: (ctx) => void ctx.order(-25, { limit: "107.5" }),
      3: (ctx) => void ctx.order(5),
      4: (ctx) => void ctx.close(),
    },
  },
  "brackets, linked orders, stops and trailing stops": {
    bars: ["100 100 100 100", "100 103 99 102", "102 108 101 107", "107 111 104 105", "105 106 97 98", "98 99 90 91", "91 95 90 94"],
    commission: { model: "perTrade", cost: "4.95" },
    at: {
      1: (ctx) => ctx.bracket(100, { takeProfit: "110", stopLoss: "95" }),
      2: (ctx) => ctx.order(50, { stop: "103", limit: "104" }),
      3: (ctx) => ctx.order(-20, { trailPercent: "0.03" }),
      4(ctx) {
        const [low, high] = [ctx.order(30, { limit: "92" }), ctx.order(30, { stop: "120" })];
        ctx.oco(low, high);
        low.modify({ limit: "93" });
      },
      6: (ctx) => ctx.close(),
    },
  },
  "touched, dated, one-print, post-only, reduce-only and market-to-limit orders, trailing stops that wake": {
    bars: [
      "100 100 100 100 9000",
      "100.5 103 97 102 300",
      "101 106 100 105 9000",
      "105 107 102 103 9000",
      "103 104 101 102 9000",
      "98 99 96 97 9000",
    ],
    slippage: { model: "spread", bps: "3" },
    commission: { model: "percent", rate: "0.001" },
    fills: { volumeLimit: "0.1" },
    at: {
      1(ctx) {
        ctx.order(40, { marketToLimit: true });
        ctx.order(7, { ifTouched: "99" });
        ctx.order(9, { limit: "80", expires: day(4) });
      },
      2(ctx) {
        ctx.order(11, { at: "open", limit: "101.5" });
        ctx.order(5, { ifTouched: "100.5", limit: "100.25" });
        ctx.order(-20, { trail: "2", activation: "105.5", trailLimit: "0.75" });
        ctx.order(3, { limit: "99", postOnly: true, expires: Date.parse(`${day(6)}T00:00:00Z`) });
      },
      4: (ctx) => [ctx.order(-900, { trailPercent: "0.01", reduceOnly: true }), ctx.order(4, { at: "close", limit: "90" })],
    },
  },
  "icebergs, orders that wait for others, pairs that end together, own orders that meet, chosen lots": {
    bars: ["100 100 100 100 9000", "100 101 97 98 900", "98 99 96 97 900", "97 103 96 102 700", "102 106 101 105 9000"],
    commission: { model: "perShare", rate: "0.005", minimum: "1" },
    fills: { volumeLimit: "0.1", selfTrade: "decrement" },
    at: {
      1(ctx) {
        const entry = ctx.order(90, { limit: "98", display: 20 });
        const later = ctx.order(12, { limit: "95.5" });
        const [stop, profit] = ctx.oto(entry, [
          { quantity: -60, stop: "90" },
          { quantity: -60, limit: "102" },
        ]);
        ctx.oto(entry, later);
        if (stop !== undefined && profit !== undefined) ctx.ouo(stop, profit);
      },
      2: (ctx) => ctx.order(15),
      3: (ctx) => [ctx.order(-11, { limit: "97.5" }), ctx.order(5, { stop: "97.5" })],
      4: (ctx) => ctx.order(-20, { lots: ["5.1"] }),
    },
  },
  "a fractional crypto lot by average cost, closed at the end": {
    bars: ["20000 20000 20000 20000", "20000.5 20100 19900 20050.25", "20050 20500 20000 20400.75", "20400 20600 20300 20500.5"],
    instruments: { "*": { assetClass: "crypto", tick: "0.01", lot: "0.00000001" } },
    account: { lots: "average" },
    commission: { model: "percent", rate: "0.001" },
    closeAtEnd: true,
    at: { 1: (ctx) => ctx.order("0.12345678"), 2: (ctx) => ctx.order("0.1"), 3: (ctx) => ctx.order("-0.07654321") },
  },
  "a settled future with a multiplier": {
    bars: ["3643.35 3643.35 3643.35 3643.35", "3643.35 3660 3640 3655", "3763.95 3770 3700 3710", "3700 3720 3690 3695.5"],
    instruments: { "*": { assetClass: "future", multiplier: "10", tick: "0.05", lot: "1" } },
    account: { type: "margin" },
    commission: { model: "perContract", cost: "2", exchangeFee: "0.35" },
    at: { 1: (ctx) => ctx.order(2), 2: (ctx) => ctx.order(-3) },
  },
  "a short that is borrowed, financed and recalled, and interest": {
    bars: ["50 50 50 50", "50 52 49 51", "51 53 50 52.5", "52 52 47 48", "48 49 46 47", "47 47 45 46"],
    account: { type: "margin" },
    borrow: { file: rateFile(`symbol,from,rate,available\nX,${day(1)},0.031,100\nX,${day(4)},0.047,70\n`), dayCount: "actual/365" },
    financing: { long: "0.055", short: "-0.0125", dayCount: "30/360" },
    interest: { credit: "0.021", debit: "0.067", dayCount: "actual/actual" },
    at: { 1: (ctx) => ctx.order(-100), 2: (ctx) => ctx.order(-5), 4: (ctx) => ctx.order(4000) },
  },
  "two symbols that are borrowed and financed at fixed rates": {
    bars: {
      A: ["10 11 9 10", "10 11 9 10.5", "10.5 12 10 11.75", "11 11 10 10.2"],
      B: ["20 20 20 20", null, "21 22 20 21.5", "21 22 19 19.9"],
    },
    account: { type: "margin" },
    borrow: { rate: "0.0375", symbols: ["B"] },
    financing: { rate: "0.0425" },
    interest: { rate: "0.0175" },
    at: { 1: (ctx) => [ctx.order("A", -70), ctx.order("B", -40)], 3: (ctx) => ctx.close("B") },
  },
  "two symbols on one clock, one with missing bars, against a benchmark": {
    bars: {
      A: ["10 11 9 10", "10 11 9 10.5", "10.5 12 10 11.75", "11 11 10 10.2"],
      B: ["20 20 20 20", null, "21 22 20 21.5", "21 22 19 19.9"],
    },
    benchmark: "B",
    at: { 1: (ctx) => ctx.order("B", 40), 2: (ctx) => ctx.order("A", 100), 3: (ctx) => ctx.close("B") },
  },
  "orders that are refused, cut and expire": {
    bars: ["10 10 10 10", "10.5 11 10 10.5", "11 12 10 11", "11 12 10 11"],
    cash: "1000",
    at: {
      1(ctx) {
        ctx.orderTargetPercent("1");
        ctx.order(-5);
      },
      2: (ctx) => ctx.order(10, { limit: "1", tif: "DAY" }),
      3: (ctx) => ctx.order(500),
    },
  },
};

test.each(Object.entries(scenarios))("a real result holds, and any changed digit in it is found and named: %s", async (_, scenario) => {
  const { result } = await run(scenario);
  expect(verifyResult(plain(result)).findings).toEqual([]);
  expectEachDigitFound(result);
});

test("a real result holds, and any changed digit in it is found and named: split, fraction and dividends", async () => {
  const folder = mkdtempSync(join(tmpdir(), "verify-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const actions = join(folder, "actions.csv");
  const rows = [`X,dividend,${day(4)},${day(6)},0.37,`, `X,split,${day(5)},,,2:7`, `X,dividend,${day(6)},,1.1,`];
  writeFileSync(actions, ["symbol,type,ex_date,pay_date,amount,ratio", ...rows, ""].join("\n"));
  const { result } = await run({
    bars: ["20 20 20 20", "20 21 19 21", "22 24 21 24", "24 26 24 26", "90 95 89 91", "92 99 90 98", "98 98 95 97"],
    actions,
    commission: { model: "perTrade", cost: "2" },
    at: { 1: (ctx) => ctx.order(10), 2: (ctx) => ctx.order(5), 3: (ctx) => ctx.order(-7, { limit: "28" }), 5: (ctx) => ctx.order(-1) },
  });
  expect(verifyResult(plain(result)).findings).toEqual([]);
  expectEachDigitFound(result);
});

test("raw AAPL through its split and dividends of 2014 holds", async () => {
  const data = await readCsv(sharedData("equities-daily/quandl-wiki/WIKI-AAPL.csv.gz"));
  const strategy = defineStrategy({
    onBar(ctx) {
      if (ctx.bars % 20 === 1) ctx.order(10);
      if (ctx.bars % 90 === 0) ctx.order(-25);
    },
  });
  const result = await backtest({
    strategy,
    data,
    from: "2014-01-01",
    to: "2014-12-31",
    commission: { model: "perShare", rate: "0.0075", minimum: "1" },
  });
  const document = plain(result.toJSON());
  expect(document.actions.map((action) => action.type)).toEqual(["dividend", "dividend", "split", "dividend", "dividend"]);
  expect(verifyResult(document).findings).toEqual([]);
});

function plain(document: ResultDocument): ResultDocument {
  return JSON.parse(JSON.stringify(document));
}
