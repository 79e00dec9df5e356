import { expect, test } from "vitest";
import { thirtyDays, yearFraction } from "./day-count.ts";
import { formatQuotient } from "./ratio.ts";
import { flat, order, run } from "./rule-scenario.ts";
import { type Command, dateOf, type OracleScenario } from "./scenario.ts";

test("[O12] if touched fills at its price, at a better open, or becomes a limit", () => {
  const touched = { 1: [order("10", { ifTouched: "97" })] };
  expect(run([flat("100"), "100 104 96 101"], touched).fills).toEqual(["2: #1.1 buy 10 at 97 toLow"]);
  expect(run([flat("100"), "95 99 94 98"], touched).fills).toEqual(["2: #1.1 buy 10 at 95 open"]);
  expect(run([flat("100"), "100 104 96 101"], { 1: [order("10", { ifTouched: "97", limit: "96" })] }).fills).toEqual([
    "2: #1.1 buy 10 at 96 toLow",
  ]);
});

test("[O13] what the first fill of a market to limit order leaves rests at that fill's reference", () => {
  const settings: Partial<OracleScenario> = { volumeLimit: "0.4", slippage: { model: "bps", bps: "10" } };
  const { outcome } = run([flat("100"), flat("101.005", "100")], { 1: [order("100", { marketToLimit: true })] }, settings);
  expect(outcome.fills[0]).toMatchObject({ quantity: "40", price: "101.106005" });
  expect(outcome.lines).toContainEqual(expect.objectContaining({ type: "order", status: "partiallyFilled", limit: "101.005" }));
});

test("[O18] a trailing stop sleeps until its activation, and its limit lies beyond the level", () => {
  const bars = [flat("100"), flat("100"), "100 104 96 103", "103 106 102 105", "105 105 100 101"];
  const said = { 1: [order("10")], 2: [order("-10", { trail: "3", activation: "105" })] };
  expect(run(bars, said).fills).toEqual(["2: #1.1 buy 10 at 100 open", "5: #2.1 sell 10 at 103 toLow"]);
});

test("[O15] a shown part that is used up goes behind the others at its price", () => {
  const said = { 1: [order("30", { limit: "100", display: "10" }), order("15", { limit: "100" })] };
  expect(run([flat("101"), "101 101 99 100 40"], said, { volumeLimit: "1" }).fills).toEqual([
    "2: #1.1 buy 10 at 100 toLow",
    "2: #2.1 buy 15 at 100 toLow",
    "2: #1.2 buy 10 at 100 toLow",
    "2: #1.3 buy 5 at 100 toLow",
  ]);
});

test("[O17] what one of two linked orders fills is taken from the other, and closing one cancels it", () => {
  const pair: Command = {
    do: "pair",
    link: "ouo",
    first: { symbol: "X", quantity: "-100", limit: "110" },
    second: { symbol: "X", quantity: "-100", stop: "90" },
  };
  const bars = [flat("100"), flat("100"), "100 111 100 105 40", "105 105 89 90 1000"];
  const { fills, orders } = run(bars, { 1: [order("100")], 2: [pair] }, { volumeLimit: "1" });
  expect(fills.slice(1)).toEqual(["3: #2.1 sell 40 at 110 toHigh", "4: #3.1 sell 60 at 90 toLow"]);
  expect(orders.slice(1)).toEqual(["#2 canceled ouoClosed", "#3 filled"]);
});

test("[O23] an order names the lots it closes", () => {
  const said = { 1: [order("100")], 2: [order("100")], 3: [order("-50", { lots: [1] })] };
  const { outcome } = run([flat("10"), flat("10"), flat("14"), flat("13")], said);
  expect(outcome.trades.map((trade) => [trade.quantity, trade.entryPrice])).toEqual([["50", "14"]]);
});

test("[F10] a market order misses the bars in which its draw is not below the probability", () => {
  const { fills, outcome } = run([flat("100"), flat("100"), flat("100")], { 1: [order("10")] }, { probability: { market: "0.3" } });
  expect(fills).toEqual(["3: #1.1 buy 10 at 100 open"]);
  expect(outcome.lines.find((line) => line.type === "fill")).toMatchObject({
    why: { chance: { probability: "0.3", drawn: "0.267873221873" } },
  });
});

test("[F11] an order gets a part of what could fill, at least one lot, once a bar", () => {
  const bars = Array.from({ length: 9 }, () => flat("10"));
  expect(run(bars, { 1: [order("100")] }, { partial: "0.5" }).outcome.fills.map((fill) => fill.quantity)).toEqual(
    "50 25 12 6 3 2 1 1".split(" "),
  );
  expect(run([flat("100"), "95 99 90 98"], { 1: [order("10", { limit: "97" })] }, { partial: "0.4" }).fills).toEqual([
    "2: #1.1 buy 4 at 95 open",
  ]);
});

test("[F13] slippage from volatility is rounded up at 12 decimals", () => {
  const said = { 3: [order("10")] };
  const bars = [flat("100"), flat("110"), flat("132"), flat("100")];
  const slippage = { model: "volatility", coefficient: "1" } as const;
  expect(run(bars, said, { slippage }).fills).toEqual(["4: #1.1 buy 10 at 115.81138831 open"]);
  expect(run(bars, said, { slippage: { ...slippage, window: 1 } }).fills).toEqual(["4: #1.1 buy 10 at 120 open"]);
  const root = { model: "squareRoot", coefficient: "1", volatility: "0.02" } as const;
  const two = { 1: [order("100"), order("100")] };
  expect(run([flat("100"), flat("100", "400")], two, { slippage: root }).outcome.fills.map((fill) => fill.price)).toEqual([
    "101",
    "101.41421357",
  ]);
});

test("[M8] the whole fill pays the tier its volume before is in, or is split over the tiers", () => {
  const tiers = [
    { from: "0", rate: "0.01" },
    { from: "1000", rate: "0.005" },
  ];
  const tiered = { model: "tiered", by: "value", charge: "percent", window: "month", tiers } as const;
  const said = { 1: [order("80"), order("40"), order("10")] };
  expect(run([flat("10"), flat("10")], said, { commission: tiered }).fees).toEqual(["8", "4", "0.5"]);
  expect(run([flat("10"), flat("10")], said, { commission: { ...tiered, marginal: true } }).fees).toEqual(["8", "3", "0.5"]);
});

test("[M9] a limit order pays as a taker at the first print it meets and as a maker where it rested", () => {
  const commission = { model: "makerTaker", maker: "-0.0001", taker: "0.001" } as const;
  const said = { 1: [order("10", { limit: "101" }), order("10", { limit: "95" })] };
  expect(run([flat("100"), "100 101 94 98"], said, { commission }).fees).toEqual(["1", "-0.095"]);
});

test("[M10] the schedule's entry of the first fill's day is in force", () => {
  const perTrade = (cost: string) => ({ model: "perTrade", cost }) as const;
  const commission = {
    model: "schedule",
    entries: [{ commission: perTrade("5") }, { from: dateOf(2), commission: perTrade("1") }],
  } as const;
  expect(run([flat("10"), flat("10"), flat("10")], { 1: [order("1")], 2: [order("1")] }, { commission }).fees).toEqual(["5", "1"]);
});

test("[M12] a short pays for what it borrows, over a weekend for three days", () => {
  const bars = Array.from({ length: 6 }, () => flat("100"));
  const { accruals } = run(bars, { 1: [order("-10")] }, { account: "margin", borrow: { rate: "0.36" } });
  // 1000 x 0.36 / 360 a day: sold on Tuesday, so Wednesday, Thursday, Friday, and Monday for three days.
  expect(accruals).toEqual(["borrow 1 1000 1", "borrow 1 1000 1", "borrow 1 1000 1", "borrow 3 1000 3"]);
});

test("[M14] interest is earned on cash less the market value of shorts", () => {
  const bars = [flat("100"), flat("100"), flat("100")];
  const { accruals } = run(bars, { 1: [order("-10")] }, { account: "margin", interest: { credit: "0.036", debit: "0.1" } });
  expect(accruals).toEqual(["interest 1 -100000 -10", "interest 1 -100010 -10.001"]);
});

test("[M12] day counts", () => {
  const text = (from: string, to: string, count: Parameters<typeof yearFraction>[2]) => formatQuotient(yearFraction(from, to, count));
  expect(text("2023-04-14", "2023-04-17", "actual/360")).toBe("0.008333333333");
  expect(text("2023-12-31", "2024-01-02", "actual/actual")).toBe("0.005471966465");
  expect(thirtyDays("2023-04-28", "2023-05-01")).toBe(3);
  expect(thirtyDays("2023-03-31", "2023-04-03")).toBe(3);
  expect(thirtyDays("2023-02-28", "2023-03-01")).toBe(1);
});
