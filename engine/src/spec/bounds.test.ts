import { verifyResult } from "rustybt";
import { expect, test } from "vitest";
import { sealOf } from "../result/seal.ts";
import { run, type Scenario } from "./scenario.ts";

const flat = "100 100 100 100";

/** 100 shares with a stop at 97 and a limit at 104, linked. */
const straddle = (bar: string, settings: Omit<Scenario, "bars"> = {}) =>
  run({
    bars: [flat, flat, bar],
    bounds: true,
    ...settings,
    at: {
      1: (ctx) => ctx.order(100),
      2: (ctx) => ctx.oco(ctx.order(-100, { stop: "97" }), ctx.order(-100, { limit: "104" })),
    },
  });

const runs = (equities: Record<"ohlc" | "olhc" | "best" | "worst", readonly [touch: string, through: string]>) =>
  Object.entries(equities).flatMap(([path, [touch, through]]) => [
    { path, limit: "touch", equity: touch },
    { path, limit: "through", equity: through },
  ]);

test("[F2] best takes the order of extremes that leaves the higher equity", async () => {
  const sold = async (bar: string) => (await straddle(bar, { bounds: false, fills: { path: "best" } })).fills[1];
  expect(await sold("100 104 97 101")).toBe("3: #3 sell 100 at 104 toHigh");
  expect(await sold("100 103 97 101")).toBe("3: #2 sell 100 at 97 toLow");
});

test("[F9] the order of the extremes decides a bar that reaches a stop and a limit", async () => {
  const { result, fills } = await straddle("100 104.01 97 101");
  expect(fills[1]).toBe("3: #2 sell 100 at 97 toLow");
  expect(result.bounds).toEqual({
    low: "99700",
    high: "100400",
    bars: [{ t: "2024-01-04T00:00:00Z", symbol: "X", reason: "path" }],
    runs: runs({ ohlc: ["100400", "100400"], olhc: ["99700", "99700"], best: ["100400", "100400"], worst: ["99700", "99700"] }),
  });
});

test("[F9] a limit that is only touched makes the limit rule decide as well", async () => {
  const { result } = await straddle("100 104 97 101");
  expect(result.bounds).toEqual({
    low: "99700",
    high: "100400",
    bars: [{ t: "2024-01-04T00:00:00Z", symbol: "X", reason: "pathAndLimit" }],
    runs: runs({ ohlc: ["100400", "99700"], olhc: ["99700", "99700"], best: ["100400", "99700"], worst: ["99700", "99700"] }),
  });
});

test("[F9] the limit rule alone decides, also where the run itself asks for a price beyond the limit", async () => {
  for (const limit of ["touch", "through"] as const) {
    const { result } = await run({
      bars: [flat, ...Array<string>(9).fill(flat), "100 101 97 98"],
      bounds: true,
      fills: { limit },
      at: { 1: (ctx) => ctx.order(10, { limit: "97" }) },
    });
    expect(result.summary.endValue).toBe(limit === "touch" ? "100010" : "100000");
    const { low, high, bars } = result.bounds ?? {};
    expect([low, high, bars]).toEqual(["100000", "100010", [{ t: "2024-01-17T00:00:00Z", symbol: "X", reason: "limit" }]]);
  }
});

test("[F9] a bar on which every model does the same decides nothing", async () => {
  const { result } = await straddle("100 103 98 101");
  expect(result.bounds).toMatchObject({ low: "100100", high: "100100", bars: [] });
});

test("[F9] one symbol's bar decides, not the other's", async () => {
  const { result } = await run({
    bars: { A: [flat, "100 104 96 100"], B: [flat, "100 104 96 100"] },
    bounds: true,
    at: {
      1(ctx) {
        ctx.bracket("A", 10, { takeProfit: "103", stopLoss: "97" });
        ctx.order("B", 10, { limit: "97" });
      },
    },
  });
  // A: 10 bought at 100, sold at 97 or 103. B: 10 bought at 97 in any case, worth 100.
  expect(result.bounds).toMatchObject({
    low: "100000",
    high: "100060",
    bars: [{ t: "2024-01-03T00:00:00Z", symbol: "A", reason: "path" }],
  });
});

test("[F9] the hash is that of the run without bounds, the seal covers them", async () => {
  const [plain, bounded] = [await straddle("100 104 97 101", { bounds: false }), await straddle("100 104 97 101")];
  expect(bounded.result.hash).toBe(plain.result.hash);
  expect(plain.result).not.toHaveProperty("bounds");
  expect(bounded.result.assumptions.map(({ code }) => code)).toContain("bounds.envelope");
  const forged = JSON.parse(JSON.stringify(bounded.result));
  forged.bounds.runs[0].equity = "100500";
  expect(verifyResult(forged).findings.map(({ path }) => path)).toEqual(["seal", "bounds.high"]);
  forged.bounds.high = "100500";
  expect(verifyResult(forged).findings.map(({ path }) => path)).toEqual(["seal"]);
  forged.bounds.bars.push({ t: "2024-01-04T00:00:00Z", symbol: "X", reason: "path" });
  expect(verifyResult({ ...forged, seal: sealOf(forged) }).findings.map(({ path }) => path)).toEqual(["bounds.bars[1]"]);
  const { bounds: _bounds, ...without } = forged;
  expect(verifyResult({ ...without, seal: sealOf(without) }).findings.map(({ path }) => path)).toEqual(["bounds"]);
});

test("[F9] bounds beside a path of one's own are refused before the run", async () => {
  await expect(straddle("100 104 97 101", { fills: { path: "worst" } })).rejects.toMatchObject({
    name: "ConfigurationError",
    code: "settings.conflict",
    message: expect.stringContaining('fills.path is "worst"'),
    context: { key: "bounds", value: "true" },
  });
});

test("[F9] a strategy that fails under one of the models is told which", async () => {
  const failing = run({
    bars: [flat, "100 104 96 100", flat],
    bounds: true,
    at: {
      1: (ctx) => ctx.bracket(10, { takeProfit: "103", stopLoss: "97" }),
      2(ctx) {
        if (ctx.portfolio.cash.gt(100_000)) throw new Error("rich");
      },
    },
  });
  await expect(failing).rejects.toThrow(/rich.*\(in the run for --bounds with fills.path ohlc and fills.limit touch\)/s);
});
