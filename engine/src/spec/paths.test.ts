import { expect, test } from "vitest";
import { run } from "./scenario.ts";

const flat = "100 100 100 100";

/** 100 shares with a stop at 97 and a limit at 104, linked; which of them acts tells which extreme came first. */
const straddle = (bar: string, path?: "adaptive" | "ohlc" | "olhc" | "worst") =>
  run({
    bars: [flat, flat, bar],
    ...(path && { fills: { path } }),
    at: {
      1: (ctx) => ctx.order(100),
      2: (ctx) => ctx.oco(ctx.order(-100, { stop: "97" }), ctx.order(-100, { limit: "104" })),
    },
  });

test("[F2] adaptive visits the extreme nearer to the open first", async () => {
  expect((await straddle("100 104 97 101")).fills[1]).toBe("3: #2 sell 100 at 97 toLow");
  expect((await straddle("100.6 104 97 101")).fills[1]).toBe("3: #3 sell 100 at 104 toHigh");
});

test("[F2] adaptive takes the low first on a tie", async () => {
  expect((await straddle("100.5 104 97 101")).fills[1]).toBe("3: #2 sell 100 at 97 toLow");
});

test("[F2] ohlc visits the high first, olhc the low", async () => {
  expect((await straddle("100 104 97 101", "ohlc")).fills[1]).toBe("3: #3 sell 100 at 104 toHigh");
  expect((await straddle("100 104 97 101", "olhc")).fills[1]).toBe("3: #2 sell 100 at 97 toLow");
});

test("[F2] worst takes the order of extremes that leaves the lower equity", async () => {
  expect((await straddle("100 104 97 101", "worst")).fills[1]).toBe("3: #2 sell 100 at 97 toLow");
  expect((await straddle("100.6 104 97 101", "worst")).fills[1]).toBe("3: #2 sell 100 at 97 toLow");
});

test("[F2] worst takes the low first when both orders of extremes leave the same", async () => {
  const { result } = await run({
    bars: [flat, "100 101 95 98"],
    fills: { path: "worst" },
    at: { 1: (ctx) => ctx.order(10, { limit: "97" }) },
  });
  expect(result.fills[0]?.why.path).toBe("olhc");
});

test("[F2] worst hurts a short as well", async () => {
  const { fills } = await run({
    bars: [flat, flat, "100 104 97 101"],
    account: { type: "margin" },
    fills: { path: "worst" },
    at: {
      1: (ctx) => ctx.order(-100),
      2: (ctx) => ctx.oco(ctx.order(100, { stop: "104" }), ctx.order(100, { limit: "97" })),
    },
  });
  expect(fills[1]).toBe("3: #2 buy 100 at 104 toHigh");
});

test("[F2] the last leg reaches what the first two did not", async () => {
  const { fills } = await run({
    bars: [flat, flat, "100 110 99 104"],
    at: {
      1: (ctx) => ctx.order(10),
      // Low first: the trailing level rises to 105 at the high and is met on the leg to the close.
      2: (ctx) => ctx.order(-10, { trail: "5" }),
    },
  });
  expect(fills[1]).toBe("3: #2 sell 10 at 105 toClose");
});

test("[E20] orders act in the order in which the path reaches their prices", async () => {
  const { fills } = await run({
    bars: [flat, "100 101 90 95"],
    at: {
      1: (ctx) => {
        ctx.order(1, { limit: "92" });
        ctx.order(1, { limit: "98" });
        ctx.order(1, { limit: "95" });
      },
    },
  });
  expect(fills).toEqual(["2: #2 buy 1 at 98 toLow", "2: #3 buy 1 at 95 toLow", "2: #1 buy 1 at 92 toLow"]);
});
