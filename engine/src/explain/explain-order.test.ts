import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { barsFrom } from "../market/bars-from.ts";
import { backtest } from "../run/backtest.ts";
import { rateFile } from "../spec/holding.ts";
import { defineStrategy } from "../strategy/define-strategy.ts";
import { verifyResult } from "../verify/verify-result.ts";
import { explain } from "./explain-order.ts";
import { reasonWords } from "./reason-words.ts";
import { ruleWords } from "./rule-words.ts";

const rows = ["100 104 97 101", "101 103 99 102", "102 106 101 105", "105 107 94 96", "96 98 95 97"];
const data = barsFrom(
  rows.map((row, i) => {
    const [open = "", high = "", low = "", close = ""] = row.split(" ");
    return { time: `2024-01-0${i + 2}`, open, high, low, close, volume: 1000 };
  }),
  { symbol: "X" },
);

const strategy = defineStrategy({
  onBar(ctx) {
    if (ctx.bars === 1) {
      ctx.order(10, { tag: "in" }); // 1
      ctx.order(10, { limit: "90" }); // 2
      ctx.order(1000); // 3
      ctx.order(-5); // 4
    }
    if (ctx.bars === 2) ctx.order(-10, { stop: "98" }); // 5
    if (ctx.bars === 3) ctx.order(5, { limit: "95", tif: "DAY" }); // 6
    if (ctx.bars === 5) ctx.order(1); // 7
  },
});

const run = () =>
  backtest({ strategy, data, cash: "5000", slippage: { model: "bps", bps: "10" }, commission: { model: "percent", rate: "0.001" } });

test("a filled order is told with its rule, slippage, fee arithmetic, postings and what the account had after it", async () => {
  const { summary, asked, life, fills, whyNot } = explain(await run(), "#1");
  // Open 101, 10 bps of it are 0.101; ten shares at 101.101 cost 1011.01, the fee is a thousandth of that.
  expect(summary).toBe("Filled: bought 10 X at 101.101 for 1.01101 USD in fees.");
  expect(asked).toBe('Buy 10 X: market order, good till cancelled, tag "in".');
  expect(life.map(({ text }) => text)).toEqual(["2024-01-02: accepted.", "2024-01-03: filled (fill 1.1)."]);
  expect(whyNot).toEqual([]);
  expect(fills).toMatchObject([
    {
      id: "1.1",
      bar: 1,
      because: [
        "A market order fills at the open of the first bar after it was said: 101 (SPEC F1).",
        "Slippage moved the price by 0.101 a unit against the trader, from 101 to 101.101 (SPEC F5).",
      ],
      feeRule: "percent: 0.001 × 10 × 101.101 = 1.01101: 1.01101 USD (SPEC M1).",
      postings: [
        ["cash", "USD", "-1012.02101"],
        ["fees", "USD", "1.01101"],
        ["market", "USD", "1011.01"],
        ["market", "X", "-10"],
        ["position", "X", "10"],
      ],
      cash: "3987.97899",
      position: "10",
    },
  ]);
});

test("a stop reached on the way to the low is told with its path", async () => {
  const { fills } = explain(await run(), 5);
  // Bar 4, 105 107 94 96: 2 up, 11 down, so the high comes first.
  expect(fills[0]?.because.slice(0, 2)).toEqual([
    "The price reached the stop of 98 on the way to the low (SPEC F3).",
    "The bar was walked open, high, low, close (SPEC F2).",
  ]);
});

test("[E28] an order that still rests at the end says how near prices came", async () => {
  expect(explain(await run(), 2).whyNot).toEqual([
    "It waited for its limit of 90: the lowest price in the 4 bars from 2024-01-03 to 2024-01-06 was 94 on 2024-01-05, 4 away.",
    "It was still open when the data ended at 2024-01-06.",
  ]);
});

test("a refused order says what it needed and what was available", async () => {
  const result = await run();
  // Close 101 and 10 bps make 101.101; 1000 of them and a thousandth as fee. Order 1 set aside 1012.02101, order 2 900.9 for 10 at 90.
  expect(explain(result, 3).facts?.refused).toEqual({
    t: "2024-01-02T00:00:00Z",
    needed: "101202.101",
    available: "3087.07899",
    of: "money",
  });
  expect(explain(result, 3).whyNot).toEqual([
    "The account had too little cash for it (SPEC O5).",
    "At 2024-01-02 it needed 101202.101 USD and 3087.07899 USD were available: 98115.02201 USD too little.",
  ]);
  expect(explain(result, 4).whyNot[1]).toBe("At 2024-01-02 it needed 5 X and 0 X were available: 5 X too little.");
});

test("[E28] an order that a fill could not pay says what the fill would have cost", async () => {
  const once = defineStrategy({ onBar: (ctx) => void (ctx.bars === 1 && ctx.order(10)) });
  const { whyNot } = explain(await backtest({ strategy: once, data, cash: "1010" }), 1);
  // 1010 pays for ten at the close of 101; with cash of 1010 and an open of 101 it still does.
  expect(whyNot).toEqual([]);
  const gap = barsFrom(
    ["100 100 100 100", "105 105 105 105"].map((row, i) => {
      const [open = "", high = "", low = "", close = ""] = row.split(" ");
      return { time: `2024-01-0${i + 2}`, open, high, low, close };
    }),
    { symbol: "X" },
  );
  const refused = await backtest({ strategy: once, data: gap, cash: "1000" });
  expect(explain(refused, 1).whyNot).toEqual([
    "The account had too little cash for it (SPEC O5).",
    "At 2024-01-03 it needed 1050 USD and 1000 USD were available: 50 USD too little.",
    "Prices of X went from 105 to 105 in the one bar it could act in.",
  ]);
  expect(verifyResult(JSON.parse(JSON.stringify(refused))).findings).toEqual([]);
});

test("an order of the last bar had no bar to act in", async () => {
  expect(explain(await run(), 7).whyNot).toEqual([
    "It was said at the last bar of X: there was no later bar in which it could act (SPEC F7).",
  ]);
});

test("the facts are part of the document, sealed and checked, and of no hash", async () => {
  const result = await run();
  const document = JSON.parse(JSON.stringify(result));
  expect(verifyResult(document)).toMatchObject({ ok: true });
  expect(document.unfilled.map(({ order }: { order: number }) => order)).toEqual([2, 3, 4]);
  document.unfilled[0].waits[0].low = "89";
  expect(verifyResult(document).findings.map(({ path }) => path)).toEqual(["seal", "unfilled[0].waits[0].low"]);
});

test("an order said before an open counts the bar of that open", async () => {
  const early = defineStrategy({
    onOpen(ctx) {
      if (ctx.bars === 3) ctx.order(5, { limit: "95.5" });
    },
  });
  const result = await backtest({
    strategy: early,
    data: barsFrom(
      [
        { time: "2024-01-02", open: 100, high: 101, low: 99, close: 100 },
        { time: "2024-01-03", open: 100, high: 101, low: 99, close: 100 },
        { time: "2024-01-04", open: 100, high: 101, low: 98, close: 100 },
        { time: "2024-01-05", open: 100, high: 101, low: 97, close: 100 },
      ],
      { symbol: "X" },
    ),
  });
  expect(result.unfilled[0]?.waits).toMatchObject([{ from: "2024-01-05T00:00:00Z", bars: 1, low: "97" }]);
  expect(verifyResult(JSON.parse(JSON.stringify(result))).findings).toEqual([]);
});

test("an unknown order is named with those there are", async () => {
  const result = await run();
  for (const order of ["99", "#99", "0", "x", ""]) {
    expect(() => explain(result, order)).toThrow(/there is no order .* in this result: orders are #1 to #7/);
  }
  expect(explain(result, "5.1").order).toBe(5);
});

test("a sale that nobody could borrow for and a recall are told", async () => {
  const file = rateFile("symbol,from,rate,available\nX,2024-01-01,0.03,20\nX,2024-01-04,0.03,5\n");
  const short = defineStrategy({
    onBar(ctx) {
      if (ctx.bars === 1) ctx.order(-30);
      if (ctx.bars === 1) ctx.order(-20);
    },
  });
  const result = await backtest({ strategy: short, data, account: { type: "margin" }, borrow: { file } });
  const refused = explain(result, 1);
  expect(refused.summary).toBe("Rejected (noLocate): nothing of 30 X was sold.");
  expect(refused.whyNot).toEqual([
    "No more of it could be borrowed to sell short (SPEC M12).",
    "At 2024-01-02 it needed 30 X and 20 X were available: 10 X too little.",
  ]);
  const recall = explain(result, 3);
  expect(recall.summary).toBe("Filled: bought 15 X at 102 for 0 USD in fees.");
  expect(recall.asked).toBe(
    "Buy 15 X: market order, at the open, good till cancelled, of the engine: lenders wanted shares back (SPEC M12), reduce only.",
  );
});

test("every reason and every rule of the native core has its words", () => {
  const model = readFileSync(new URL("../../../native/crates/engine/src/model.rs", import.meta.url), "utf8");
  const namesOf = (type: string): string[] => {
    const body =
      new RegExp(`impl ${type} \\{[\\s\\S]*?fn name\\(self\\)[^{]*\\{\\s*match self \\{([\\s\\S]*?)\\n {8}\\}`).exec(model)?.[1] ?? "";
    return [...body.matchAll(/=> "(\w+)"/g)].map(([, name = ""]) => name);
  };
  expect(namesOf("Reason").length).toBeGreaterThanOrEqual(13);
  expect(namesOf("Rule").length).toBeGreaterThanOrEqual(11);
  expect(namesOf("Reason").filter((name) => reasonWords[name] === undefined)).toEqual([]);
  expect(namesOf("Rule").filter((name) => ruleWords[name] === undefined)).toEqual([]);
});
