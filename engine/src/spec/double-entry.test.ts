import { expect, test } from "vitest";
import { exactSum } from "./exact-sum.ts";
import { run } from "./scenario.ts";

test("[E4] a buy posts cash, fee, market and position", async () => {
  const bar = "10.5 10.5 10.5 10.5";
  const { result } = await run({
    bars: [bar, bar],
    commission: { model: "perTrade", cost: "1" },
    at: { 1: (ctx) => ctx.order(100) },
  });
  const fill = result.events.find((event) => event.type === "fill");
  expect(fill?.postings).toEqual([
    ["cash", "USD", "-1051"],
    ["fees", "USD", "1"],
    ["market", "USD", "1050"],
    ["market", "X", "-100"],
    ["position", "X", "100"],
  ]);
});

test("[E4] every event sums to zero for each asset", async () => {
  const { result } = await run({
    bars: ["10 10 10 10", "10.07 11 9.93 10.5", "11 11 11 11", "12 13 10 12", "9 9 9 9"],
    account: { type: "margin" },
    commission: { model: "percent", rate: "0.00123", unit: "0.01" },
    slippage: { model: "bps", bps: "3" },
    at: { 1: (ctx) => ctx.order(333), 2: (ctx) => ctx.order(-500), 3: (ctx) => ctx.order(77, { stop: "12.5" }), 4: (ctx) => ctx.close() },
  });
  const posted = result.events.flatMap((event) => ("postings" in event ? [event.postings] : []));
  expect(posted.length).toBe(5);
  for (const postings of posted) {
    for (const asset of new Set(postings.map((posting) => posting[1]))) {
      expect(exactSum(postings.filter((posting) => posting[1] === asset).map((posting) => posting[2]))).toBe(0n);
    }
  }
});

test("[E4] the ledger's balances are the sums of all postings", async () => {
  const { result } = await run({
    bars: ["10 10 10 10", "10 10 10 10", "12 12 12 12"],
    commission: { model: "percent", rate: "0.001" },
    at: { 1: (ctx) => ctx.order(100), 2: (ctx) => ctx.order(-40) },
  });
  const balances = Object.fromEntries(result.ledger.balances.map((row) => [`${row.account} ${row.asset}`, row.balance]));
  expect(balances).toEqual({
    "capital USD": "-100000",
    "cash USD": "99478.52",
    "fees USD": "1.48",
    "market USD": "520",
    "market X": "-60",
    "position X": "60",
  });
});
