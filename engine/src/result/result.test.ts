import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { backtest, barsFrom, defineStrategy, isRustyBtError, type ResultDocument, verifyResult, writeResult } from "rustybt";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { documentText } from "./document-text.ts";

const strategy = defineStrategy({
  name: "three days",
  onBar(ctx) {
    ctx.record("close", ctx.data.close.value);
    if (ctx.bars === 1) ctx.order(10);
    if (ctx.bars === 2) ctx.log("two");
  },
});
const data = barsFrom(
  [
    { time: "2024-01-02", open: "10", high: "11", low: "9", close: "10.5" },
    { time: "2024-01-03", open: "10.6", high: "12", low: "10", close: "11" },
    { time: "2024-01-04", open: "11", high: "11", low: "9", close: "9.5" },
  ],
  { symbol: "X" },
);
const threeDays = () => backtest({ strategy, data, cash: "1000" });

/** 25,000 minutes, an order on each: more points and more events than one document holds. */
let long: Awaited<ReturnType<typeof backtest>>;
beforeAll(async () => {
  const start = Date.UTC(2024, 0, 2);
  const bars = Array.from({ length: 25_000 }, (_, minute) => {
    const price = String(100 + (minute % 70) - (minute % 33));
    return { time: start + minute * 60_000, open: price, high: price, low: price, close: price };
  });
  const flips = defineStrategy({ name: "flips", onBar: (ctx) => ctx.order(ctx.position().isFlat ? 1 : -1) });
  long = await backtest({
    strategy: flips,
    data: barsFrom(bars, { symbol: "C", timezone: "UTC" }),
    instruments: { C: { assetClass: "crypto" } },
  });
});

test("the summary of a run worked out by hand", async () => {
  const { summary } = await threeDays();
  // 10 bought at 10.6; 9.5 at the end: 1000 - 106 + 95 = 989; from 1004 at the close of the second day a fall of 15.
  expect(summary).toMatchObject({
    currency: "USD",
    startValue: "1000",
    endValue: "989",
    profit: "-11",
    totalReturn: "-0.011",
    maxDrawdown: "0.014940239044",
    cash: "894",
    orders: 1,
    fills: 1,
    trades: 0,
    points: 3,
    from: "2024-01-02T00:00:00Z",
    to: "2024-01-04T00:00:00Z",
  });
});

test("what the strategy recorded and said stands in the result", async () => {
  const { records, logs } = await threeDays();
  expect(records).toEqual({
    close: [
      ["2024-01-02T00:00:00Z", 10.5],
      ["2024-01-03T00:00:00Z", 11],
      ["2024-01-04T00:00:00Z", 9.5],
    ],
  });
  expect(logs).toEqual([{ t: "2024-01-03T00:00:00Z", bar: 1, message: "two" }]);
});

test("the same run has the same seal, whenever it is made", async () => {
  const [first, second] = [(await threeDays()).toJSON(), (await threeDays()).toJSON()];
  expect(first.seal).toBe(second.seal);
  expect({ ...first, manifest: { ...first.manifest, startedAt: "", elapsedMs: 0 } }).toEqual({
    ...second,
    manifest: { ...second.manifest, startedAt: "", elapsedMs: 0 },
  });
});

test("the hash is the sha256 of the log's lines", async () => {
  const result = await threeDays();
  expect(createHash("sha256").update(result.eventsText()).digest("hex")).toBe(result.hash);
  expect(result.events.map((event) => event.type)).toEqual(["account", "order", "fill", "marks", "end"]);
});

test("the text of a document is its JSON with one row a line", async () => {
  const result = await threeDays();
  const text = documentText(result.toJSON());
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(result)));
  expect(text.split("\n").filter((line) => line.startsWith('{"cash":') && line.includes('"drawdown"'))).toHaveLength(3);
});

test("a metric is found by its id", async () => {
  const result = await threeDays();
  expect(result.metric("totalReturn")?.value).toBe("-0.011");
  expect(result.metric("luck")).toBeUndefined();
});

test("a long result keeps its ends and extremes, and has everything in files beside it", () => {
  const folder = mkdtempSync(join(tmpdir(), "result-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const paths = writeResult(long, folder);
  expect(paths).toEqual(["result.json", "events.ndjson.gz", "equity.ndjson.gz"].map((name) => join(folder, name)));
  const document: ResultDocument = JSON.parse(readFileSync(join(folder, "result.json"), "utf8"));
  expect(document.summary.fills).toBe(24_999);
  expect(document.events).toEqual([]);
  expect(document.equity.length).toBeLessThanOrEqual(2000);
  expect(document.sidecars?.equity?.count).toBe(25_000);
  expect(document.sidecars?.events).toMatchObject({ file: "events.ndjson.gz", sha256: document.hash });
  const lines = gunzipSync(readFileSync(join(folder, "equity.ndjson.gz")))
    .toString()
    .trimEnd()
    .split("\n");
  expect(lines).toHaveLength(25_000);
  expect(JSON.parse(lines.at(-1) ?? "")).toEqual(document.equity.at(-1));
  expect(verifyResult(document, { readSidecar: (file) => readFileSync(join(folder, file)) }).findings).toEqual([]);
});

test("verify misses a sidecar that is not there, and finds a digit changed in it", () => {
  const folder = mkdtempSync(join(tmpdir(), "result-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeResult(long, folder);
  const document: ResultDocument = JSON.parse(readFileSync(join(folder, "result.json"), "utf8"));
  expect(verifyResult(document).findings).toMatchObject([{ path: "sidecars.equity.file" }, { path: "sidecars.events.file" }]);
  const curve = gunzipSync(readFileSync(join(folder, "equity.ndjson.gz"))).toString();
  const changed = curve.replace(/"equity":"(\d+)(\d)"/, (_, head, last) => `"equity":"${head}${(Number(last) + 1) % 10}"`);
  const read = (file: string) => (file === "equity.ndjson.gz" ? gzipSync(changed) : readFileSync(join(folder, file)));
  const { findings } = verifyResult(document, { readSidecar: read });
  expect(findings.map(({ path }) => path)).toContain("sidecars.equity.sha256");
  expect(findings.map(({ path }) => path)).toContain("equity.ndjson.gz[0].equity");
  const broken = verifyResult(document, { readSidecar: (file) => readFileSync(join(folder, file)).subarray(0, 1000) });
  expect(broken.findings.map(({ message }) => message)).toContain("the file is not whole gzip data");
});

test("a small file that unpacks to far more than its lines can hold is a finding", () => {
  const folder = mkdtempSync(join(tmpdir(), "result-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeResult(long, folder);
  const document: ResultDocument = JSON.parse(readFileSync(join(folder, "result.json"), "utf8"));
  const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20));
  expect(bomb.length).toBeLessThan(100_000);
  const read = (file: string) => (file === "equity.ndjson.gz" ? bomb : readFileSync(join(folder, file)));
  // 25,000 lines and one more, of 1 KiB at most.
  expect(verifyResult(document, { readSidecar: read }).findings).toMatchObject([
    { path: "equity.ndjson.gz", message: "the file unpacks to more than the 25601024 bytes that its number of lines allows" },
  ]);
});

test("a folder that cannot be written to is an error that names it, and leaves nothing behind", async () => {
  const folder = mkdtempSync(join(tmpdir(), "result-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "file"), "");
  const result = await threeDays();
  const failed = catchError(() => writeResult(result, join(folder, "file", "out")));
  expect(isRustyBtError(failed) && failed.code).toBe("result.cannotWrite");
  expect(isRustyBtError(failed) && failed.context).toEqual({ folder: join(folder, "file", "out") });
  expect(readdirSync(folder)).toEqual(["file"]);
});

function catchError(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
