import { expect, test } from "vitest";
import type { CommissionConfig } from "../settings/run-config.ts";
import { feeDescription, owedFee } from "./fee-rule.ts";
import { Scale } from "./scaled.ts";

const scale = new Scale(8);
const plain = { unit: null, rounding: "half-up" } as const;

/** What each fill of an order pays: owed by then less what was paid. */
function paid(rule: CommissionConfig, fills: readonly (readonly [quantity: string, price: string])[]): string[] {
  let [quantity, value, before] = [0n, 0n, 0n];
  return fills.map(([size, price]) => {
    quantity += scale.read(size) ?? 0n;
    value += scale.read(String(Number(size) * Number(price))) ?? 0n;
    const charged = owedFee(rule, { quantity, value, made: 0n }, scale)?.charged ?? -1n;
    const fee = charged - before;
    before = charged;
    return scale.write(fee);
  });
}

test("[M1] percent takes its rate of the value, exactly", () => {
  expect(paid({ model: "percent", rate: "0.0005", ...plain }, [["100", "10.01"]])).toEqual(["0.5005"]);
});

test("[M1] a venue rounds what is owed", () => {
  const rule: CommissionConfig = { model: "percent", rate: "0.0005", unit: "0.01", rounding: "half-up" };
  expect(paid(rule, [["100", "10.01"]])).toEqual(["0.5"]);
  expect(owedFee(rule, { quantity: 0n, value: scale.read("1001") ?? 0n, made: 0n }, scale)).toEqual({
    exact: 50_050_000n,
    charged: 50_000_000n,
  });
  const modes = { "half-even": "0.02", "half-up": "0.03", "half-down": "0.02", up: "0.03", down: "0.02" } as const;
  for (const [rounding, charged] of Object.entries(modes)) {
    expect(paid({ model: "perTrade", cost: "0.025", unit: "0.01", rounding: rounding as keyof typeof modes }, [["1", "1"]])).toEqual([
      charged,
    ]);
  }
});

test("[M1] the minimum and maximum of perShare are per order over its fills", () => {
  const fills = [
    ["100", "10"],
    ["100", "10"],
    ["100", "10"],
  ] as const;
  const rule = { model: "perShare", rate: "0.006", minimum: "1", maximum: null, ...plain } as const;
  expect(paid(rule, fills)).toEqual(["1", "0.2", "0.6"]);
  expect(paid({ ...rule, maximum: "1.5" }, fills)).toEqual(["1", "0.2", "0.3"]);
});

test("[M1] perContract charges the exchange fee once an order", () => {
  const fills = [
    ["2", "50"],
    ["1", "50"],
  ] as const;
  expect(paid({ model: "perContract", cost: "2", exchangeFee: "0.5", ...plain }, fills)).toEqual(["4.5", "2"]);
});

test("[M7] perTrade is charged once an order, at its first fill", () => {
  const fills = [
    ["60", "10"],
    ["40", "10"],
  ] as const;
  expect(paid({ model: "perTrade", cost: "5", ...plain }, fills)).toEqual(["5", "0"]);
});

test("a rate with more decimals than the ledger has is refused", () => {
  expect(owedFee({ model: "percent", rate: "0.000000001", ...plain }, { quantity: 1n, value: 1n, made: 0n }, scale)).toBeUndefined();
});

test("a fill says which rule it paid by, without what is not set", () => {
  expect(feeDescription({ model: "none" })).toEqual({ model: "none" });
  expect(feeDescription({ model: "perShare", rate: "0.005", minimum: null, maximum: "9", ...plain })).toEqual({
    model: "perShare",
    rate: "0.005",
    maximum: "9",
  });
  expect(feeDescription({ model: "percent", rate: "0.1", unit: "0.01", rounding: "up" })).toEqual({
    model: "percent",
    rate: "0.1",
    unit: "0.01",
    rounding: "up",
  });
  expect(feeDescription({ model: "perContract", cost: "2", exchangeFee: "0", ...plain })).toEqual({ model: "perContract", cost: "2" });
});

test("a maker's rebate is below zero and rounds away from zero like a fee", () => {
  const rule = { model: "makerTaker", maker: "-0.0001", taker: "0.0005", unit: "0.01", rounding: "half-up" } as const;
  const value = scale.read("1250") ?? 0n;
  expect(owedFee(rule, { quantity: 0n, value, made: value }, scale)?.charged).toBe(scale.read("-0.13"));
  expect(owedFee(rule, { quantity: 0n, value, made: 0n }, scale)?.charged).toBe(scale.read("0.63"));
});
