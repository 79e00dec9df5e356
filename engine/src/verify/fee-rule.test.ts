import { expect, test } from "vitest";
import type { PlainCommission } from "../settings/run-config.ts";
import { type FeeSoFar, feeAfter, feeDescription, inAccountMoney, ruleInForce } from "./fee-rule.ts";
import { Scale } from "./scaled.ts";
import { noVolume } from "./traded-volume.ts";

const scale = new Scale(14);
const plain = { unit: null, rounding: "half-up" } as const;
const facts = { before: noVolume, scale };

type Fill = readonly [quantity: string, price: string, side?: "maker"];

/** What each fill of an order pays: owed by then less what was paid. */
function paid(rule: PlainCommission, fills: readonly Fill[], rate?: string): string[] {
  let so: FeeSoFar | undefined;
  return fills.map(([size, price, side]) => {
    const value = scale.read(String(Number(size) * Number(price))) ?? 0n;
    const fill = { quantity: scale.read(size) ?? 0n, value, isMaker: side === "maker", before: noVolume, rate };
    const before = so?.owed.charged ?? 0n;
    so = feeAfter(rule, so, fill, scale);
    return so === undefined ? "does not fit" : scale.write(inAccountMoney(so.owed.charged - before, rate));
  });
}

test("[M1] percent takes its rate of the value, exactly", () => {
  expect(paid({ model: "percent", rate: "0.0005", ...plain }, [["100", "10.01"]])).toEqual(["0.5005"]);
});

test("[M1] a venue rounds what is owed", () => {
  const rule: PlainCommission = { model: "percent", rate: "0.0005", unit: "0.01", rounding: "half-up" };
  expect(paid(rule, [["100", "10.01"]])).toEqual(["0.5"]);
  const fill = { quantity: 0n, value: scale.read("1001") ?? 0n, isMaker: false, before: noVolume, rate: undefined };
  expect(feeAfter(rule, undefined, fill, scale)?.owed).toEqual({ exact: scale.read("0.5005"), charged: scale.read("0.5") });
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
  expect(paid({ model: "percent", rate: "0.000000001", ...plain }, [["0.000001", "1"]])).toEqual(["does not fit"]);
});

test("a fill says which rule it paid by, without what is not set", () => {
  expect(feeDescription({ model: "none" }, facts)).toEqual({ model: "none" });
  expect(feeDescription({ model: "perShare", rate: "0.005", minimum: null, maximum: "9", ...plain }, facts)).toEqual({
    model: "perShare",
    rate: "0.005",
    maximum: "9",
  });
  expect(feeDescription({ model: "percent", rate: "0.1", unit: "0.01", rounding: "up" }, facts)).toEqual({
    model: "percent",
    rate: "0.1",
    unit: "0.01",
    rounding: "up",
  });
  expect(feeDescription({ model: "perContract", cost: "2", exchangeFee: "0", ...plain }, facts)).toEqual({
    model: "perContract",
    cost: "2",
  });
});

test("a maker's rebate is below zero and rounds away from zero like a fee", () => {
  const rule = { model: "makerTaker", maker: "-0.0001", taker: "0.0005", unit: "0.01", rounding: "half-up" } as const;
  expect(paid(rule, [["1250", "1", "maker"]])).toEqual(["-0.13"]);
  expect(paid(rule, [["1250", "1"]])).toEqual(["0.63"]);
});

test("[M10] the entry of a date is the last that began on or before it", () => {
  const perTrade = (cost: string) => ({ model: "perTrade", cost, ...plain }) as const;
  const entries = [
    { from: null, commission: perTrade("9.95") },
    { from: "2010-01-01", commission: perTrade("4.95") },
    { from: "2019-10-07", commission: { model: "none" } },
  ] as const;
  const dates = ["1999-12-31", "2009-12-31", "2010-01-01", "2019-10-06", "2019-10-07"];
  const costs = dates.map((date) => {
    const rule = ruleInForce({ model: "schedule", entries }, date);
    return rule.model === "perTrade" ? rule.cost : rule.model;
  });
  expect(costs).toEqual(["9.95", "9.95", "4.95", "4.95", "none"]);
});

test("[M11] money is charged at the rate, a part of the value comes back to what it was but for 12 decimals", () => {
  // 4 EUR at 1.0956; 0.1 % of 1000 USD is 0.912741876597 EUR, half-even, which is 0.9999999999996732 USD.
  expect(paid({ model: "perTrade", cost: "4", ...plain }, [["1", "1"]], "1.0956")).toEqual(["4.3824"]);
  expect(paid({ model: "percent", rate: "0.001", ...plain }, [["100", "10"]], "1.0956")).toEqual(["0.99999999999967"]);
});
