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
