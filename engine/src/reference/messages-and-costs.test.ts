import { expect, test } from "vitest";
import { flat, order, run } from "./rule-scenario.ts";
import { dateOf } from "./scenario.ts";

const rising = [100, 101, 102, 103].map((price) => flat(String(price)));

test("[F12] on daily bars the night is long enough, and a latency beyond it waits for the next session", () => {
  const said = { 1: [order("10")] };
  expect(run(rising, said, { latency: { submit: "17.5h" } }).fills).toEqual(["2: #1.1 buy 10 at 101 open"]);
  expect(run(rising, said, { latency: { submit: "18h" } }).fills).toEqual(["3: #1.1 buy 10 at 102 open"]);
});

test("[F12] what is cancelled can fill until the cancel arrives, and the strategy hears of it later", () => {
  const bars = [flat("100"), flat("100"), "100 100 95 100", flat("100"), flat("100")];
  const said = { 1: [order("10", { limit: "95" })], 2: [{ do: "cancel", order: 1 } as const] };
  const { fills, outcome } = run(bars, said, { latency: { cancel: "30h", ack: "1h" } });
  expect(fills).toEqual(["3: #1.1 buy 10 at 95 toLow"]);
  expect(outcome.heard.map(({ orders }) => orders[0])).toEqual([
    undefined,
    "1 accepted 0 10",
    "1 pendingCancel 0 10",
    "1 filled 10 10",
    "1 filled 10 10",
  ]);
});

test("[O25] a limit on the position counts open orders of its side, and a close passes", () => {
  const said = { 1: [order("100")], 2: [order("60"), order("-100")], 3: [order("30"), order("130", { limit: "1" })] };
  const bars = [flat("10"), flat("10"), flat("10"), flat("10")];
  const { orders } = run(bars, said, { limits: { position: "150" } });
  expect(orders).toEqual(["#1 filled", "#2 rejected limitPosition", "#3 filled", "#4 filled", "#5 rejected limitPosition"]);
});

test("[M11] the minimum is money of that currency, and a fraction is rounded there", () => {
  const euros = { rates: { EUR: "1.085" } };
  const perTrade = { model: "perTrade", cost: "4", currency: "EUR" } as const;
  expect(run([flat("10"), flat("10")], { 1: [order("100")] }, { ...euros, commission: perTrade }).fees).toEqual(["4.34"]);
  const percent = { model: "percent", rate: "0.001", unit: "0.01", rounding: "half-up", currency: "EUR" } as const;
  const { fees, outcome } = run([flat("123.45"), flat("123.45")], { 1: [order("10")] }, { ...euros, commission: percent });
  expect(fees).toEqual(["1.2369"]);
  expect(outcome.costs[0]).toMatchObject({ commission: "1.2345", rounding: "0.0024" });
});

test("[M12] a sale beyond what can be borrowed is rejected, a target is cut, and the excess is bought back", () => {
  const file = [
    { symbol: "X", from: dateOf(0), rate: "0", available: "50" },
    { symbol: "X", from: dateOf(3), rate: "0", available: "20" },
  ];
  const said = { 1: [order("-60"), { do: "target", symbol: "X", quantity: "-80" } as const] };
  const { orders, fills } = run(rising, said, { account: "margin", borrow: { file } });
  expect(orders).toEqual(["#1 rejected noLocate", "#2 filled noLocate", "#3 filled"]);
  expect(fills).toEqual(["2: #2.1 sell 50 at 101 open", "4: #3.1 buy 30 at 103 open"]);
});

test("[F8] finer bars say which way the price went, and where it jumps a stop fills at the new price", () => {
  const pair = {
    do: "pair",
    first: { symbol: "X", quantity: "-100", limit: "104" },
    second: { symbol: "X", quantity: "-100", stop: "97" },
  } as const;
  const sold = (pieces: readonly string[]) => {
    const bars = [flat("100"), flat("100"), "100 104 97 101"];
    return run(bars, { 1: [order("100")], 2: [pair] }, {}, { 3: pieces }).fills[1];
  };
  expect(sold(["100 104 99 103", "103 103 97 98"])).toBe("3: #2.1 sell 100 at 104 toHigh");
  expect(sold(["100 101 99 100", "100 100 97 98"])).toBe("3: #3.1 sell 100 at 97 toLow");
  expect(sold(["100 101 99 100", "96 105 95 101"])).toBe("3: #3.1 sell 100 at 96 open");
  expect(sold(["100 101 99 100", "105 105 95 101"])).toBe("3: #2.1 sell 100 at 105 open");
});
