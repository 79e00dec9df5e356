import { type BarInput, backtest, barsFrom, type Context, defineStrategy, verifyResult } from "rustybt";
import { expect, test } from "vitest";
import { sealOf } from "../result/seal.ts";
import { day, type Scenario, symbolBars } from "./scenario.ts";

const flat = "100 100 100 100";

/** Hourly bars of a day, `"open high low close"`. */
const hours = (date: string, ...rows: string[]): BarInput[] =>
  rows.map((row, hour) => {
    const [open = "", high = "", low = "", close = ""] = row.split(" ");
    return { time: `${date}T${String(hour + 14).padStart(2, "0")}:00:00Z`, open, high, low, close };
  });

type Script = Readonly<Record<number, (ctx: Context) => void>>;

async function along(bars: readonly string[], detail: readonly BarInput[], at: Script, settings: Partial<Scenario> = {}) {
  const strategy = defineStrategy({ onBar: (ctx) => void at[ctx.bars]?.(ctx) });
  const { bars: _bars, at: _at, ...rest } = { bars, at, ...settings };
  const result = (await backtest({ strategy, data: symbolBars("X", bars), detail: barsFrom(detail, { symbol: "X" }), ...rest })).toJSON();
  expect(verifyResult(JSON.parse(JSON.stringify(result))).findings).toEqual([]);
  return {
    result,
    fills: result.fills.map(({ side, quantity, price, why }) =>
      [side, quantity, "at", price, why.point, why.detail?.t.slice(11, 13)].filter((part) => part !== undefined).join(" "),
    ),
  };
}

/** 100 shares with a stop at 97 and a limit at 104, linked. */
const straddle: Script = {
  1: (ctx) => ctx.order(100),
  2: (ctx) => ctx.oco(ctx.order(-100, { stop: "97" }), ctx.order(-100, { limit: "104" })),
};

test("[F8] finer bars say which extreme came first", async () => {
  const bars = [flat, flat, "100 104 97 101"];
  // Adaptive alone goes to the low first.
  const up = await along(bars, hours(day(3), "100 104 99 103", "103 103 97 98", "98 101 98 101"), straddle);
  expect(up.fills).toEqual(["buy 100 at 100 open", "sell 100 at 104 toHigh 14"]);
  expect(up.result.fills[1]?.why).toMatchObject({ bar: 2, path: "olhc", detail: { t: `${day(3)}T14:00:00Z` } });
  const down = await along(bars, hours(day(3), "100 101 99 100", "100 100 97 98", "98 104 98 101"), straddle);
  expect(down.fills).toEqual(["buy 100 at 100 open", "sell 100 at 97 toLow 15"]);
  expect(down.result.warnings.filter(({ code }) => code.startsWith("detail."))).toEqual([]);
});

test("[F8] a jump between two finer bars is a print: a stop gaps, a limit improves", async () => {
  const bars = [flat, flat, "100 105 95 101"];
  const gap = await along(bars, hours(day(3), "100 101 99 100", "96 105 95 101"), straddle);
  expect(gap.fills[1]).toBe("sell 100 at 96 open 15");
  expect(gap.result.fills[1]?.why).toMatchObject({ rule: "stop", trigger: "97", gap: true });
  const better = await along(bars, hours(day(3), "100 101 99 100", "105 105 95 101"), straddle);
  expect(better.fills[1]).toBe("sell 100 at 105 open 15");
});

test("[F8] a trailing stop follows the finer path", async () => {
  const script: Script = { 1: (ctx) => ctx.order(10), 2: (ctx) => ctx.order(-10, { trail: "5" }) };
  // 100, up to 108, down to 103 (level 103), where the whole bar alone would first go down and then up.
  const { fills } = await along([flat, flat, "100 108 99 107"], hours(day(3), "100 108 100 108", "108 108 99 107"), script);
  expect(fills[1]).toBe("sell 10 at 103 toLow 15");
});

test("[F8] worst chooses for each finer bar", async () => {
  const detail = hours(day(3), "100 101 99 100", "100 104 97 101");
  const fills = async (path: "worst" | "best") =>
    (await along([flat, flat, "100 104 97 101"], detail, straddle, { fills: { path } })).fills[1];
  expect(await fills("worst")).toBe("sell 100 at 97 toLow 15");
  expect(await fills("best")).toBe("sell 100 at 104 toHigh 15");
});

test("[F8] children of a limit that fills at a jump act there", async () => {
  const script: Script = { 1: (ctx) => ctx.bracket(10, { entry: "98", takeProfit: "99", stopLoss: "96" }) };
  const { fills } = await along([flat, "100 100 95 97"], hours(day(2), "100 100 99 99", "95 97 95 97"), script);
  expect(fills).toEqual(["buy 10 at 95 open 15", "sell 10 at 95 open 15"]);
});

test("[F8] [O20] what is born where finer bars jump acts there after the others: post-only, it would take", async () => {
  const script: Script = {
    1: (ctx) =>
      ctx.oto(ctx.order(10, { limit: "98" }), [
        { quantity: -10, limit: "94", postOnly: true },
        { quantity: -10, limit: "94.5" },
      ]),
  };
  const { fills, result } = await along([flat, "100 100 95 97"], hours(day(2), "100 100 99 99", "95 97 95 97"), script);
  expect(fills).toEqual(["buy 10 at 95 open 15", "sell 10 at 95 open 15"]);
  expect(result.orders.map(({ status, reason }) => [status, reason])).toEqual([
    ["filled", undefined],
    ["canceled", "wouldTake"],
    ["filled", undefined],
  ]);
});

test("[F8] a bar without finer ones goes by fills.path, and market orders keep to the open and close of their bar", async () => {
  const bars = [flat, "101 101 101 101", "100 104 97 101"];
  const { fills } = await along(bars, hours(day(2), "101 101 101 101"), straddle);
  expect(fills).toEqual(["buy 100 at 101 open", "sell 100 at 97 toLow"]);
});

test("[F8] finer bars that do not fit are counted, and used", async () => {
  const { fills, result } = await along([flat, flat, "100 101 99 100", flat], hours(day(3), "100 106 100 100"), straddle);
  expect(fills[1]).toBe("sell 100 at 104 toHigh 14");
  expect(result.warnings).toContainEqual(
    expect.objectContaining({ code: "detail.mismatch", symbol: "X", count: 1, message: expect.stringContaining("in 1 of 1 bars") }),
  );
  const outside = await along([flat, flat], hours(day(9), flat).slice(0, 0).concat(hours("2023-12-29", flat)), straddle);
  expect(outside.result.warnings.map(({ code }) => code)).toContain("detail.outsideData");
});

test("[F8] the manifest names the finer bars, and a detail bar elsewhere is found", async () => {
  const { result } = await along([flat, flat, "100 104 97 101"], hours(day(3), "100 104 99 103", "103 103 97 101"), straddle);
  expect(result.manifest.data[0]?.detail).toMatchObject({ source: "bars", rows: 2, from: `${day(3)}T14:00:00Z` });
  const forged = JSON.parse(JSON.stringify(result).replaceAll(`{"t":"${day(3)}T14:00:00Z"}`, `{"t":"${day(2)}T14:00:00Z"}`));
  const { findings } = verifyResult({ ...forged, seal: sealOf(forged) });
  expect(findings.map(({ path }) => path)).toContain("events[8].why.detail.t");
});

test("[F8] bounds beside detail and a symbol that is not in the run are refused", async () => {
  const detail = hours(day(3), flat);
  await expect(along([flat, flat, flat], detail, {}, { bounds: true })).rejects.toMatchObject({ code: "settings.conflict" });
  const data = [symbolBars("A", [flat, flat]), symbolBars("B", [flat, flat])];
  const other = backtest({ strategy: defineStrategy({}), data, detail: barsFrom(detail, { symbol: "C" }) });
  await expect(other).rejects.toMatchObject({ name: "ConfigurationError", code: "settings.detail", context: { symbol: "C" } });
});
