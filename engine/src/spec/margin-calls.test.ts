import { backtest, defineStrategy } from "rustybt";
import { expect, test } from "vitest";
import { run, type Script, symbolBars } from "./scenario.ts";

const margin = { type: "margin", initialMargin: "0.5", maintenanceMargin: "0.25" } as const;

function calls({ result }: Awaited<ReturnType<typeof run>>): string[] {
  return result.events.flatMap((event) =>
    event.type === "marginCall" ? [`${event.t.slice(8, 10)}: ${event.equity} of ${event.required}`] : [],
  );
}

const buyAll: Script = { 1: (ctx) => void ctx.order(200) };

test("[M24] an account below its maintenance margin is called and sells at the next open what frees the margin that lacks", async () => {
  const bars = ["10 10 10 10", "10 10 10 10", "10 10 6 6", "6 6 6 6", "6 6 6 6"];
  const outcome = await run({ cash: 1000, bars, account: margin, at: buyAll });
  // 200 at 6 are 1200 and need 300; equity is 200. A share frees 1.5: 67 of them free 100.5. Then 133 at 6 need 199.5.
  expect(calls(outcome)).toEqual(["05: 200 of 300"]);
  expect(outcome.fills).toEqual(["2: #1 buy 200 at 10 open", "4: #2 sell 67 at 6 open"]);
  expect(outcome.result.orders[1]).toMatchObject({ tag: "marginCall", at: "open", reduceOnly: true, status: "filled" });
  expect(outcome.positions).toEqual({ X: "133" });
});

test("[M24] equity that is just the maintenance margin is enough", async () => {
  const at: Script = { 1: (ctx) => void ctx.order(160) };
  const ending = (close: string) =>
    run({
      cash: 1000,
      bars: ["10 10 10 10", "10 10 10 10", `10 10 ${close} ${close}`, `${close} ${close} ${close} ${close}`],
      account: margin,
      at,
    });
  // 160 at 5 are 800 and need 200, which is what 1000 - 160 x 5 leaves.
  expect(calls(await ending("5"))).toEqual([]);
  expect(calls(await ending("4.99"))).toEqual(["05: 198.4 of 199.6"]);
});

test("[M24] the largest position goes first, shorts are bought back, and what still lacks is called for again", async () => {
  const outcome = await run({
    cash: 1000,
    bars: {
      A: ["10 10 10 10", "10 10 10 10", "10 10 7 7", "7 7 7 7", "7 7 7 7"],
      B: ["10 10 10 10", "10 10 10 10", "10 14 10 14", "18 18 18 18", "18 18 18 18"],
    },
    account: margin,
    at: { 1: (ctx) => [ctx.order("A", 100), ctx.order("B", -80)] },
  });
  // Equity 1000 - 300 - 320 = 380, size 700 + 1120 needs 455. B frees 3.5 a unit: 22 of them. At 18 that is 88 dearer, and 58 B lose 232 more.
  expect(calls(outcome)).toEqual(["05: 380 of 455", "08: 60 of 436"]);
  expect(outcome.fills.slice(2)).toEqual(["4: #3 buy 22 B at 18 open", "5: #4 buy 58 B at 18 open", "5: #5 sell 66 A at 7 open"]);
});

test("[M24] a gap may leave less than nothing: everything is closed, and a warning says so", async () => {
  const bars = ["10 10 10 10", "10 10 10 10", "4 4 4 4", "4 4 4 4", "4 4 4 4"];
  const outcome = await run({ cash: 1000, bars, account: margin, at: buyAll });
  expect(calls(outcome)).toEqual(["05: -200 of 200"]);
  expect([outcome.positions, outcome.endCash]).toEqual([{}, "-200"]);
  expect(outcome.result.warnings).toMatchObject([{ code: "account.negativeEquity", count: 3 }]);
});

test("[M24] the strategy cannot cancel what the engine closes, and may leave calls out", async () => {
  const bars = ["10 10 10 10", "10 10 10 10", "10 10 6 6", null, "6 6 6 6"];
  const said: unknown[] = [];
  const outcome = await run({
    cash: 1000,
    bars: { X: bars, Y: ["1 1 1 1", "1 1 1 1", "1 1 1 1", "1 1 1 1", "1 1 1 1"] },
    account: margin,
    at: { 1: (ctx) => void ctx.order("X", 200), 4: (ctx) => said.push(...ctx.openOrders().map((order) => [order.tag, order.cancel()])) },
  });
  expect(said).toEqual([["marginCall", false]]);
  // The order waits for a bar of X: the call of day 4 is answered already and asks again without a new order.
  expect(calls(outcome)).toEqual(["05: 200 of 300", "08: 200 of 300"]);
  expect(outcome.fills.slice(1)).toEqual(["5: #2 sell 67 X at 6 open"]);
  const left = await run({
    cash: 1000,
    bars: ["10 10 10 10", "10 10 10 10", "10 10 6 6", "6 6 6 6"],
    account: { ...margin, marginCall: "none" },
    at: buyAll,
  });
  expect([calls(left), left.positions]).toEqual([[], { X: "200" }]);
});

test("[M24] a cash account has no margin calls", async () => {
  const strategy = defineStrategy({ onBar: (ctx) => void ctx.order(1) });
  const data = symbolBars("X", ["10 10 10 10", "10 10 10 10"]);
  await expect(backtest({ strategy, data, account: { marginCall: "liquidate" } })).rejects.toMatchObject({ code: "settings.conflict" });
});
