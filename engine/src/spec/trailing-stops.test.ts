import type { Context } from "rustybt";
import { expect, test } from "vitest";
import { type Bars, run } from "./scenario.ts";

const flat = "100 100 100 100";
const long = (bars: Bars, options: { trail?: string; trailPercent?: string }) =>
  run({ bars: [flat, flat, ...bars], at: { 1: (ctx) => ctx.order(10), 2: (ctx) => ctx.order(-10, options) } });

test("[F4] a trailing sell ratchets along the path and fills at its level", async () => {
  const { fills } = await long(["100 110 99 106", "107 108 104 105"], { trail: "5" });
  expect(fills[1]).toBe("4: #2 sell 10 at 105 toLow");
});

test("[F4] a trailing sell fills at the open when a later bar gaps below its level", async () => {
  const { fills } = await long(["100 110 99 106", "103 108 102 105"], { trail: "5" });
  expect(fills[1]).toBe("4: #2 sell 10 at 103 open");
});

test("[F4] a trailing sell starts from the open of its first bar, not from the close before it", async () => {
  // Decided at close 100; the open is 90, so the level starts at 85 and 90 is no gap. At 91 it is 86.
  const { fills } = await long(["90 91 87 88", "88 89 84 86"], { trail: "5" });
  expect(fills[1]).toBe("4: #2 sell 10 at 86 toLow");
});

test("[F4] a higher open ratchets before the bar falls", async () => {
  // Reference 110 from bar 3, then the open of bar 4 at 112 lifts the level to 107.
  const { fills } = await long(["100 110 99 106", "112 112 106 107"], { trail: "5" });
  expect(fills[1]).toBe("4: #2 sell 10 at 107 toLow");
});

test("[O11] a trailing level in percent is exact, not rounded to the tick", async () => {
  const { fills } = await long(["100 103.33 99.99 101", "100 100.5 90 91"], { trailPercent: "0.1" });
  expect(fills[1]).toBe("4: #2 sell 10 at 92.997 toLow");
});

test("[F4] a trailing buy is the mirror image", async () => {
  const { fills } = await run({
    bars: [flat, flat, "100 101 90 94", "93 96 92 95"],
    account: { type: "margin" },
    at: { 1: (ctx) => ctx.order(-10), 2: (ctx) => ctx.order(10, { trail: "5" }) },
  });
  // High first: 101, then 90 sets the level to 95; the close at 94 stays below it. Bar 4: low first (1 against 3), then 95 on the way up.
  expect(fills[1]).toBe("4: #2 buy 10 at 95 toHigh");
});

test("[F4] a trailing stop never loosens", async () => {
  const { fills } = await long(["100 110 99.5 109", "108 109 106 107", "106 107 104 105"], { trail: "5" });
  expect(fills[1]).toBe("5: #2 sell 10 at 105 toLow");
});

test("[O18] a trailing stop with an activation price sleeps until the path is there, and trails from that price", async () => {
  const { fills, result } = await run({
    bars: [flat, flat, "100 104 96 103", "103 106 102 105", "105 105 100 101"],
    at: { 1: (ctx) => ctx.order(10), 2: (ctx) => ctx.order(-10, { trail: "3", activation: "105" }) },
  });
  // 96 is far below any level, but it sleeps; it wakes at 105 on the way up to 106: level 103.
  expect(fills).toEqual(["2: #1 buy 10 at 100 open", "5: #2 sell 10 at 103 toLow"]);
  expect(result.orders[1]).toMatchObject({ activation: "105", activated: true });
  expect(result.orders[1]?.history.map(({ status, activated }) => [status, activated])).toEqual([
    ["accepted", undefined],
    ["accepted", true],
    ["triggered", undefined],
    ["filled", undefined],
  ]);
});

test("[O18] it wakes at the open when the open is there already", async () => {
  const { fills } = await run({
    bars: [flat, flat, "107 107 104.5 105", "104 104 101 102"],
    at: { 1: (ctx) => ctx.order(10), 2: (ctx) => ctx.order(-10, { trail: "3", activation: "105" }) },
  });
  expect(fills).toEqual(["2: #1 buy 10 at 100 open", "4: #2 sell 10 at 104 open"]);
});

test("[O18] with a limit it becomes a limit order beyond its level, which fills there or rests", async () => {
  const order = { 1: (ctx: Context) => ctx.order(10), 2: (ctx: Context) => ctx.order(-10, { trailPercent: "0.03", trailLimit: "0.5" }) };
  const slippage = { model: "bps", bps: "10" } as const;
  const at = await run({ bars: [flat, flat, "100 100.01 96 97"], slippage, fills: { path: "ohlc" }, at: order });
  // Level 100.01 × 0.97 = 97.0097, limit 96.5097: the price at the trigger is within it.
  expect(at.fills).toEqual(["2: #1 buy 10 at 100.1 open", "3: #2 sell 10 at 97.0097 toLow"]);
  expect(at.result.fills[1]?.why).toMatchObject({ rule: "trailingStopLimit", trigger: "97.0097" });
  expect(at.result.orders[1]?.history.map(({ status, limit }) => [status, limit])).toEqual([
    ["accepted", undefined],
    ["triggered", "96.5097"],
    ["filled", undefined],
  ]);
  const gap = await run({ bars: [flat, flat, "100 100.01 99 99", "95 98 94 96"], slippage, fills: { path: "ohlc" }, at: order });
  // The open 95 is past the limit: triggered there, filled on the way up.
  expect(gap.fills).toEqual(["2: #1 buy 10 at 100.1 open", "4: #2 sell 10 at 96.5097 toHigh"]);
});

test("[O18] activation and trailLimit need a trailing stop", async () => {
  for (const option of ["activation", "trailLimit"]) {
    const made = run({ bars: [flat], at: { 1: (ctx) => ctx.order(1, { [option]: 5 } as object) } });
    await expect(made).rejects.toMatchObject({
      code: "order.option",
      message: expect.stringContaining(`X: ${option} 5 needs trail or trailPercent`),
    });
  }
});
