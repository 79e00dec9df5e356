import type { FillRow } from "rustybt";
import { expect, test } from "vitest";
import { explainFill } from "./explain-fill.ts";

const fill = (why: Partial<FillRow["why"]>, rest: Partial<FillRow> = {}): FillRow => ({
  t: "2024-01-02T00:00:00Z",
  id: "1.1",
  orderId: 1,
  symbol: "A",
  side: "sell",
  quantity: "100",
  price: "100",
  slippage: "0",
  fee: "0",
  feeCurrency: "USD",
  ...rest,
  why: { rule: "nextOpen", point: "open", bar: 2, reference: "100", fee: { model: "none" }, ...why },
});

test("[F3] a stop through a gap says that the open became the price", () => {
  // SPEC F3: sell stop 100, bar 90 95 88 92 fills at 90.
  const { rule, fee } = explainFill(fill({ rule: "stop", reference: "90", trigger: "100", gap: true }, { price: "90" }));
  expect([rule, fee]).toEqual([
    "The bar opened beyond the stop of 100, and no trade took place at the stop: the open of 90 became the price.",
    "No commission.",
  ]);
});

test("[F3] a limit says where on the path it was reached, or that the open was better", () => {
  expect(explainFill(fill({ rule: "limit", point: "toLow", trigger: "100" }, { side: "buy" })).rule).toBe(
    "The price reached the limit of 100 on the way to the low, and the order filled at its limit.",
  );
  expect(explainFill(fill({ rule: "limit", reference: "95", trigger: "100", gap: true }, { side: "buy" })).rule).toBe(
    "The open of 95 was already better than the limit of 100, so that the order filled at the open.",
  );
});

test("[F5] [F6] slippage, a cut and the volume limit are told in the order in which they acted", () => {
  const told = explainFill(
    fill(
      {
        cut: { from: "200", reason: "insufficientCash" },
        liquidity: { barVolume: "1005", budget: "100", usedBefore: "80" },
      },
      { side: "buy", price: "100.02", slippage: "0.02", quantity: "20" },
    ),
  );
  expect(told.adjustments).toEqual([
    "Slippage moved the price by 0.02 against the buyer, from 100 to 100.02.",
    "The quantity was cut from 200 to 20: there was not enough cash.",
    "Of the bar's volume of 1\u202f005 at most 100 may be taken; 80 of it were used before.",
  ]);
});

test("[M1] fees are shown as their formula", () => {
  expect(explainFill(fill({ fee: { model: "percent", rate: "0.0005" } }, { price: "10.01", fee: "0.5005" })).fee).toBe(
    "0.0005 × 100 × 10.01 × multiplier = 0.5005 USD",
  );
  expect(explainFill(fill({ fee: { model: "perShare", rate: "0.006", minimum: "1" } }, { quantity: "100", fee: "1" })).fee).toBe(
    "0.006 × 100, at least 1 an order = 1 USD",
  );
});
