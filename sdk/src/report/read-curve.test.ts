import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { annualReturns, monthlyReturns } from "../charts/index.ts";
import { backtest, barsFrom, defineStrategy, type ResultDocument, writeResult } from "../index.ts";
import { readCurve } from "./read-curve.ts";

const folder = mkdtempSync(join(tmpdir(), "rustybt-curve-"));
afterAll(() => rmSync(folder, { recursive: true }));

// 25,000 minutes around the clock: more than a document keeps, over a month's end.
const start = Date.UTC(2024, 0, 20);
const bars = Array.from({ length: 25_000 }, (_, i) => {
  const close = (100 + 20 * Math.sin(i / 2000) + Math.sin(i)).toFixed(3);
  return { time: start + i * 60_000, open: close, high: close, low: close, close };
});
const strategy = defineStrategy({
  name: "hold",
  onBar(ctx) {
    if (ctx.bars === 1) ctx.order(50);
  },
});
writeResult(await backtest({ strategy, data: barsFrom(bars, { symbol: "X" }), cash: "10000", calendar: "24/7" }), folder);
const document: ResultDocument = JSON.parse(readFileSync(join(folder, "result.json"), "utf8"));
const equityFile = readFileSync(join(folder, "equity.ndjson.gz"));

test("with the file of all points, month ends and the deepest fall are exact", async () => {
  const curve = await readCurve(document, equityFile);
  const points = gunzipSync(equityFile)
    .toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const endOfJanuary = points.findLast(({ t }) => t < "2024-02-01").equity;
  expect(curve.pointCount).toBe(25_000);
  expect(curve.foldedCount).toBe(25_000);
  expect(Number(monthlyReturns(curve)[0]?.value)).toBeCloseTo(Number(endOfJanuary) / 10_000 - 1, 11);
  expect(annualReturns(curve).map(({ value }) => value)).toEqual([document.summary.totalReturn]);
  expect(curve.drawdowns[0]?.depth).toBe(document.summary.maxDrawdown);
});

test("without it the kept points serve, and the curve says so", async () => {
  const { pointCount, foldedCount } = await readCurve(document, undefined);
  expect({ pointCount, foldedCount }).toEqual({ pointCount: 25_000, foldedCount: document.equity.length });
});

test.each([
  [
    "a changed digit",
    gzipSync(
      gunzipSync(equityFile)
        .toString()
        .replace(/"equity":"1/, '"equity":"2'),
    ),
    "its sha256",
  ],
  ["a missing line", gzipSync(gunzipSync(equityFile).toString().replace(/^.*\n/, "")), "its number of lines"],
  ["a cut file", equityFile.subarray(0, equityFile.length - 100), "is not whole gzip data"],
  ["another file", gzipSync("{}\n"), "line 1 is not a point"],
])("%s is an error that says so", async (_, bytes, message) => {
  await expect(readCurve(document, bytes)).rejects.toMatchObject({ code: "report.sidecar", message: expect.stringContaining(message) });
});
