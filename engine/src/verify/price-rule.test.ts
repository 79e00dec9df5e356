import { expect, test } from "vitest";
import type { FillEvent } from "../result/log-event.ts";
import { slippageFault } from "./price-rule.ts";

function fill(side: "buy" | "sell", reference: string, price: string, slippage: string, rounded = false): FillEvent {
  const why = { rule: "nextOpen", point: "open", bar: 1, reference, fee: { model: "none" }, ...(rounded ? { rounded } : {}) };
  const order = {
    t: "2024-01-03T00:00:00Z",
    id: "1.1",
    orderId: 1,
    symbol: "X",
    quantity: "100",
    fee: "0",
    feeCurrency: "USD",
    postings: [],
  };
  return { ...order, type: "fill", side, price, slippage, status: "filled", why };
}

const taken = { mantissa: 100n, scale: 0 };

test("[F5] two basis points of 100 are 0.02 against the trader", () => {
  const rule = { model: "bps", bps: "2" } as const;
  expect(slippageFault(fill("buy", "100", "100.02", "0.02"), rule, taken)).toBeUndefined();
  expect(slippageFault(fill("sell", "100", "99.98", "-0.02"), rule, taken)).toBeUndefined();
  expect(slippageFault(fill("buy", "100", "100.03", "0.03"), rule, taken)).toMatchObject({ expected: "0.02" });
  expect(slippageFault(fill("sell", "100", "100.02", "0.02"), rule, taken)).toMatchObject({ message: "slippage goes against the trader" });
});

test("[F5] a spread pays half of its basis points a side", () => {
  const rule = { model: "spread", bps: "10" } as const;
  expect(slippageFault(fill("buy", "100", "100.05", "0.05"), rule, taken)).toBeUndefined();
  expect(slippageFault(fill("sell", "100", "99.95", "-0.05"), rule, taken)).toBeUndefined();
});

test("[F5] a slipped price with more than 8 decimals is rounded against the trader and says so", () => {
  const rule = { model: "bps", bps: "0.123456" } as const;
  expect(slippageFault(fill("buy", "33.33", "33.33041148", "0.00041148", true), rule, taken)).toBeUndefined();
  expect(slippageFault(fill("sell", "33.33", "33.32958852", "-0.00041148", true), rule, taken)).toBeUndefined();
  expect(slippageFault(fill("buy", "33.33", "33.33041147", "0.00041147", true), rule, taken)).toMatchObject({
    expected: expect.any(String),
  });
  expect(slippageFault(fill("buy", "33.33", "33.33041149", "0.00041149", true), rule, taken)).toMatchObject({
    expected: expect.any(String),
  });
  expect(slippageFault(fill("buy", "33.33", "33.33041148", "0.00041148"), rule, taken)).toMatchObject({ expected: expect.any(String) });
});

test("without a slippage rule the price is the reference", () => {
  const rule = { model: "none" } as const;
  expect(slippageFault(fill("buy", "100", "100.01", "0.01"), rule, taken)).toMatchObject({ expected: "0" });
  expect(slippageFault(fill("buy", "100", "100.01", "0.02"), rule, taken)).toMatchObject({
    message: "slippage is price minus reference",
    expected: "0.01",
  });
});

test("[F5] a share of the volume that never ends may still give an even price: (2/41)² of a tenth of 84.05 is 0.02", () => {
  const rule = { model: "volumeShare", limit: "0.05", impact: "0.1" } as const;
  const even = fill("buy", "84.05", "84.07", "0.02");
  const why = { ...even.why, liquidity: { barVolume: "656", budget: "32", usedBefore: "29" } };
  expect(slippageFault({ ...even, why }, rule, { mantissa: 32n, scale: 0 })).toBeUndefined();
  const more = { ...even, price: "84.07000001", slippage: "0.02000001", why };
  expect(slippageFault(more, rule, { mantissa: 32n, scale: 0 })?.message).toMatch(/another amount/);
});
