import { expect, test } from "vitest";
import { exactSum, exactUnits } from "./exact-sum.ts";
import { run } from "./scenario.ts";

const ten = "10 10 10 10";
const hundred = "100 100 100 100";

test("[M2] a cash account refuses a short and names the setting that allows it", async () => {
  const { orders, result } = await run({ bars: [ten, ten], at: { 1: (ctx) => ctx.order(-1) } });
  expect(orders).toEqual(["#1 rejected shortNotAllowed"]);
  expect(JSON.stringify(result)).toContain("account.type");
});

test("[O11] on a cash account a sell beyond the position is rejected", async () => {
  const { orders } = await run({ bars: [hundred, hundred, hundred], at: { 1: (ctx) => ctx.order(100), 2: (ctx) => ctx.order(-150) } });
  expect(orders).toEqual(["#1 filled", "#2 rejected shortNotAllowed"]);
});

test("[O11] pending sells are not added up, the check is repeated at the fill", async () => {
  const { fills, orders } = await run({
    bars: [hundred, hundred, hundred],
    at: {
      1: (ctx) => ctx.order(100),
      2: (ctx) => {
        ctx.order(-60);
        ctx.order(-60);
      },
    },
  });
  expect(fills).toEqual(["2: #1 buy 100 at 100 open", "3: #2 sell 60 at 100 open"]);
  expect(orders).toEqual(["#1 filled", "#2 filled", "#3 canceled shortNotAllowed"]);
});

test("[M2] a margin account sells short and buys back", async () => {
  const { fills, trades, cash, equity } = await run({
    bars: [ten, ten, "8 8 8 8", "7 7 7 7"],
    account: { type: "margin" },
    at: { 1: (ctx) => ctx.order(-100), 3: (ctx) => ctx.close() },
  });
  expect(fills).toEqual(["2: #1 sell 100 at 10 open", "4: #2 buy 100 at 7 open"]);
  expect(trades).toEqual(["short 100 from 10 to 7: 300"]);
  expect(cash).toEqual(["100000", "101000", "101000", "100300"]);
  expect(equity).toEqual(["100000", "100000", "100200", "100300"]);
});

test("[M2] a margin account may owe cash", async () => {
  const { cash, equity } = await run({
    cash: "1000",
    bars: [ten, ten, "11 11 11 11"],
    account: { type: "margin" },
    at: { 1: (ctx) => ctx.order(150) },
  });
  expect(cash).toEqual(["1000", "-500", "-500"]);
  expect(equity).toEqual(["1000", "1000", "1150"]);
});

test("[M2] one order may cross zero: one fill, a closed trade and a new lot", async () => {
  const { fills, trades, positions, result } = await run({
    bars: [ten, ten, "12 12 12 12"],
    account: { type: "margin" },
    at: { 1: (ctx) => ctx.order(100), 2: (ctx) => ctx.order(-150) },
  });
  expect(fills).toEqual(["2: #1 buy 100 at 10 open", "3: #2 sell 150 at 12 open"]);
  expect(trades).toEqual(["long 100 from 10 to 12: 200"]);
  expect(positions).toEqual({ X: "-50" });
  expect(result.positions[0]?.averagePrice).toBe("12");
});

test("[M3] a future moves cash by realised profit and fees only", async () => {
  const { cash, equity, trades } = await run({
    cash: "10000",
    bars: ["3600 3600 3600 3600", "3643.35 3650 3640 3645", "3763.95 3770 3760 3765"],
    account: { type: "margin", initialMargin: "0.1" },
    instruments: { "*": { assetClass: "future", multiplier: "10" } },
    commission: { model: "perContract", cost: "2" },
    at: { 1: (ctx) => ctx.order(1), 2: (ctx) => ctx.close() },
  });
  expect(cash).toEqual(["10000", "9998", "11202"]);
  expect(equity).toEqual(["10000", "10014.5", "11202"]);
  expect(trades).toEqual(["long 1 from 3643.35 to 3763.95: 1206"]);
});

test("[M3] a multiplier counts in value, target and profit", async () => {
  const { fills, trades } = await run({
    bars: [hundred, hundred, "102 102 102 102"],
    instruments: { "*": { multiplier: "50" } },
    at: { 1: (ctx) => ctx.orderTargetPercent("0.55"), 2: (ctx) => ctx.close() },
  });
  expect(fills).toEqual(["2: #1 buy 11 at 100 open", "3: #2 sell 11 at 102 open"]);
  expect(trades).toEqual(["long 11 from 100 to 102: 1100"]);
});

test.each([
  ["fifo", ["long 100 from 10 to 13: 300", "long 50 from 14 to 13: -50"]],
  ["lifo", ["long 100 from 12 to 13: 100", "long 50 from 14 to 13: -50"]],
  ["hifo", ["long 100 from 14 to 13: -100", "long 50 from 12 to 13: 50"]],
  ["average", ["long 150 from 12 to 13: 150"]],
] as const)("[M4] %s decides which lots a sale closes", async (lots, expected) => {
  const { trades, positions } = await run({
    bars: [ten, ten, "14 14 14 14", "12 12 12 12", "13 13 13 13"],
    account: { lots },
    at: { 1: (ctx) => ctx.order(100), 2: (ctx) => ctx.order(100), 3: (ctx) => ctx.order(100), 4: (ctx) => ctx.order(-150) },
  });
  expect(trades).toEqual(expected);
  expect(positions).toEqual({ X: "150" });
});

test("[M4] fees are shared over the pieces by quantity and none is lost", async () => {
  const { result } = await run({
    bars: [ten, ten, ten, ten],
    commission: { model: "perTrade", cost: "1" },
    at: { 1: (ctx) => ctx.order(100), 2: (ctx) => ctx.order(100), 3: (ctx) => ctx.order(-150) },
  });
  const fees = result.trades.map((trade) => Number(trade.fees));
  expect(fees[0]).toBeCloseTo(1 + 2 / 3, 6);
  expect(fees[1]).toBeCloseTo(0.5 + 1 / 3, 6);
  // 1 for the first lot, half of the second's, and the whole fee of the sale.
  expect(exactSum(result.trades.map((trade) => trade.fees))).toBe(exactUnits("2.5"));
  expect(result.trades.map((trade) => Number(trade.grossPnl) - Number(trade.fees))).toEqual(
    result.trades.map((trade) => Number(trade.pnl)),
  );
});
