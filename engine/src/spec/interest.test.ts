import { expect, test } from "vitest";
import { charges } from "./holding.ts";
import { run } from "./scenario.ts";

const bars = Array.from({ length: 5 }, () => "100 100 100 100");
const amounts = (result: Awaited<ReturnType<typeof run>>["result"]) => charges(result).map((charge) => charge.slice(6));

test("[M14] cash earns the credit rate, and interest on what it has earned", async () => {
  const { result, equity } = await run({ bars, interest: { credit: "0.036", debit: "0.1" } });
  expect(amounts(result)).toEqual([
    "interest 1 day of -100000 at 0.036: -10",
    "interest 1 day of -100010 at 0.036: -10.001",
    "interest 1 day of -100020.001 at 0.036: -10.0020001",
    // 100030.0030001 x 0.0003 = 30.00900090003, of which eight digits are posted.
    "interest 3 days of -100030.0030001 at 0.036: -30.0090009",
  ]);
  expect(equity).toEqual(["100000", "100010", "100020.001", "100030.0030001", "100060.012001"]);
  expect(result.summary.costs).toEqual({ commission: "0", rounding: "0", slippage: "0", interest: "-60.012001" });
  expect(result.assumptions.map(({ code }) => code)).not.toContain("interest.none");
});

test("[M14] debt pays the debit rate", async () => {
  const { result } = await run({
    bars,
    account: { type: "margin" },
    interest: { credit: "0.036", debit: "0.072" },
    at: { 1: (ctx) => ctx.order(1500) },
  });
  expect(amounts(result).slice(0, 3)).toEqual([
    "interest 1 day of -100000 at 0.036: -10",
    "interest 1 day of 49990 at 0.072: 9.998",
    "interest 1 day of 49999.998 at 0.072: 9.9999996",
  ]);
});

test("[M14] what a short was sold for earns nothing, at its value of today", async () => {
  const { result } = await run({
    bars: ["100 100 100 100", "100 120 100 120", "120 120 120 120"],
    account: { type: "margin" },
    interest: { rate: "0.036" },
    at: { 1: (ctx) => ctx.order(-10) },
  });
  // Cash 101010 less 10 x 120.
  expect(amounts(result)).toEqual(["interest 1 day of -100000 at 0.036: -10", "interest 1 day of -99810 at 0.036: -9.981"]);
});

test("[M14] a bar of the same exchange day is charged no second time", async () => {
  const { result } = await run({ bars: ["100 100 100 100"], interest: { rate: "0.036" } });
  expect(amounts(result)).toEqual([]);
});

test("[M14] costs of holding may take more than a cash account has, with a warning", async () => {
  const { result, cash } = await run({ bars, financing: { rate: "3.6" }, at: { 1: (ctx) => ctx.order(1000) } });
  expect(cash).toEqual(["100000", "0", "-1000", "-2000", "-5000"]);
  expect(result.warnings).toEqual([
    {
      code: "account.negativeCash",
      message:
        "Cash was below zero at 3 of 5 points, first at 2024-01-04T00:00:00Z: what holding costs took more than there was, on an account that lends nothing.",
      count: 3,
      context: { since: "2024-01-04T00:00:00Z" },
    },
  ]);
});
