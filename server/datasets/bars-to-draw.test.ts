import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { barsFrom, writeColumns } from "rustybt";
import { expect, onTestFinished, test } from "vitest";
import { barsToDraw } from "./bars-to-draw.ts";
import { openColumnFile } from "./column-file.ts";
import { decimalText } from "./decimal-text.ts";

async function stored(count: number) {
  const folder = mkdtempSync(join(tmpdir(), "rustybt-bars-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const bars = Array.from({ length: count }, (_, at) => ({
    time: 1_700_000_000_000 + at * 60_000,
    open: at,
    high: `${at + 1}.25`,
    low: at - 1,
    close: `${at}.5`,
    volume: 2,
  }));
  const path = join(folder, "x.rbt");
  await writeColumns(barsFrom(bars, { symbol: "X" }), path);
  const file = await openColumnFile(path);
  onTestFinished(() => file.close());
  const [symbol] = file.symbols;
  if (symbol === undefined) throw new Error("no symbol");
  return symbol;
}

test("few bars are drawn as they are", async () => {
  const symbol = await stored(3);
  expect([symbol.rows, symbol.priceScale, symbol.hasVolume]).toEqual([3, 2, true]);
  expect(await barsToDraw(symbol, 10)).toEqual({
    t: [1_700_000_000_000, 1_700_000_060_000, 1_700_000_120_000],
    o: [0, 1, 2],
    h: [1.25, 2.25, 3.25],
    l: [-1, 0, 1],
    c: [0.5, 1.5, 2.5],
    v: [2, 2, 2],
    every: 1,
  });
});

test("many bars are drawn a few as one, also over the pieces they are read in", async () => {
  const symbol = await stored(150_001);
  const { o, h, l, c, v, every } = await barsToDraw(symbol, 20_000);
  expect(every).toBe(8);
  expect(o).toHaveLength(18_751);
  expect(o.slice(0, 3)).toEqual([0, 8, 16]);
  expect([h[1], l[1], c[1], v[1]]).toEqual([16.25, 7, 15.5, 16]);
  expect(o.every((open, at) => open === at * 8)).toBe(true);
  expect([o.at(-1), c.at(-1), v.at(-1)]).toEqual([150_000, 150_000.5, 2]);
});

test("a mantissa is written with all its places", () => {
  expect([decimalText(9370n, 2), decimalText(-5n, 2), decimalText(0n, 3), decimalText(-12n, 0)]).toEqual([
    "93.70",
    "-0.05",
    "0.000",
    "-12",
  ]);
});

test("what is no column file is not opened", async () => {
  await expect(openColumnFile("package.json")).rejects.toThrow("is no column file");
});
