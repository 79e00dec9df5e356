import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { pino } from "pino";
import { beforeAll, expect, test } from "vitest";
import { connectTenantDb } from "#server/database/connect.ts";
import { leastTime } from "#server/lib/testing/least-time.ts";
import { cancelRun } from "./cancel-run.ts";
import { makeReportAgain } from "./make-report-again.ts";
import { readResultPart } from "./read-result-part.ts";
import { readRunEvents } from "./read-run-events.ts";
import { rerun } from "./rerun.ts";
import { parseCursor } from "./stream/cursor.ts";
import { eventStream } from "./stream/event-stream.ts";
import { runEventHub } from "./stream/run-event-hub.ts";
import { descendants, isAlive, type RunFixture, runFixture, type TestWorker } from "./testing/run-fixture.ts";

const smaCross = readFileSync("examples/sma-cross.ts", "utf8");
const onBar = (code: string) => `import { defineStrategy } from "rustybt";
export default defineStrategy({
  onBar(ctx) {
    ${code}
  },
});
`;

let fixture: RunFixture;
let worker: TestWorker;
let aapl: string;

beforeAll(async () => {
  fixture = await runFixture();
  aapl = await fixture.addCsv("examples/data/AAPL.csv", "AAPL");
  worker = await fixture.startWorker();
});

const objectText = async (sha256: string): Promise<string> => gunzipSync(readFileSync(fixture.objects.path(sha256))).toString("utf8");

test("a run has the hash, the document and the figures of the command line for the same file, data and settings", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rustybt-cli-"));
  try {
    const flags = ["--param", "fast=12", "--commission", "perShare:0.005,min=1", "--slippage", "bps:2", "--from", "2010-01-04"];
    execFileSync(process.execPath, [
      "sdk/bin/rustybt.js",
      "run",
      "examples/sma-cross.ts",
      "--data",
      "examples/data/AAPL.csv",
      ...flags,
      "--out",
      folder,
    ]);
    const cli = JSON.parse(readFileSync(join(folder, "result.json"), "utf8"));

    const runId = await fixture.createRun({
      strategyVersionId: await fixture.addStrategy(smaCross, "sma-cross"),
      datasetVersionIds: [aapl],
      params: { fast: 12 },
      settings: { commission: "perShare:0.005,min=1", slippage: { model: "bps", bps: "2" } },
      from: "2010-01-04",
    });
    const run = await fixture.ended(runId);
    expect(run.error).toBeNull();
    expect(run.status).toBe("succeeded");
    expect(run.result?.hash).toBe(cli.hash);
    expect(run.result?.summary).toEqual(cli.summary);
    expect(run.result?.metrics).toEqual(cli.metrics);

    const stored = await objectText(run.result?.objects.document?.sha256 ?? "");
    const document = JSON.parse(stored);
    expect({ ...document.manifest, startedAt: "", elapsedMs: 0, data: 0, config: 0, params: 0 }).toEqual({
      ...cli.manifest,
      startedAt: "",
      elapsedMs: 0,
      data: 0,
      config: 0,
      params: 0,
    });
    writeFileSync(join(folder, "portal.json"), stored);
    expect(execFileSync(process.execPath, ["sdk/bin/rustybt.js", "verify", join(folder, "portal.json")]).toString()).toContain(
      "everything holds",
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a run with bounds has the hash and the bounds of the command line, and keeps what its pages show of them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rustybt-cli-"));
  try {
    const strategy = "sdk/src/report/testing/tight-brackets.ts";
    const flags = ["--bounds", "--commission", "percent:0.0005", "--slippage", "bps:2"];
    execFileSync(process.execPath, ["sdk/bin/rustybt.js", "run", strategy, "--data", "examples/data/AAPL.csv", ...flags, "--out", folder]);
    const cli = JSON.parse(readFileSync(join(folder, "result.json"), "utf8"));
    const run = await fixture.ended(
      await fixture.createRun({
        strategyVersionId: await fixture.addStrategy(readFileSync(strategy, "utf8"), "tight-brackets"),
        datasetVersionIds: [aapl],
        settings: { bounds: true, commission: { model: "percent", rate: "0.0005" }, slippage: { model: "bps", bps: "2" } },
      }),
    );
    expect([run.error, run.status, run.result?.hash]).toEqual([null, "succeeded", cli.hash]);
    const part = async (name: string) => JSON.parse(await objectText(run.result?.objects[name]?.sha256 ?? ""));
    const document = await part("document");
    expect(cli.bounds.bars.length).toBeGreaterThan(0);
    expect([document.bounds, document.unfilled, document.summary.costs]).toEqual([cli.bounds, cli.unfilled, cli.summary.costs]);

    const { bounds } = await part("overview");
    expect(bounds).toEqual({
      low: cli.bounds.low,
      high: cli.bounds.high,
      runs: cli.bounds.runs,
      deciding: { path: cli.bounds.bars.length, limit: 0, pathAndLimit: 0 },
    });
    expect((await part("deciding")).columns.t).toEqual(cli.bounds.bars.map(({ t }: { t: string }) => t));
    const unfilled = await part("unfilled");
    expect(unfilled.columns.order).toEqual(cli.unfilled.map(({ order }: { order: number }) => order));
    expect(unfilled.columns.refused.filter((one: unknown) => one !== null)).toEqual(
      cli.unfilled.flatMap(({ refused }: { refused?: unknown }) => (refused === undefined ? [] : [refused])),
    );
    // What the worker did is the base run and eight models over the same bars.
    expect(run.progress?.bars).toBe(9 * cli.summary.points);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a finished run has its parts, a report, its events and one closed attempt", async () => {
  const runId = await fixture.createRun({ strategyVersionId: await fixture.addStrategy(smaCross), datasetVersionIds: [aapl] });
  const run = await fixture.until(runId, ({ result }) => result !== null && result.pdfSha256 !== null);
  expect(Object.keys(run.result?.objects ?? {}).sort()).toEqual([
    "bars/AAPL",
    "document",
    "equity",
    "fills",
    "logs",
    "orders",
    "overview",
    "trades",
  ]);
  const document = JSON.parse(await objectText(run.result?.objects.document?.sha256 ?? ""));
  const trades = JSON.parse(await objectText(run.result?.objects.trades?.sha256 ?? ""));
  expect(trades.count).toBe(document.trades.length);
  expect(trades.columns.pnl).toEqual(document.trades.map(({ pnl }: { pnl: string }) => pnl));
  const bars = JSON.parse(await objectText(run.result?.objects["bars/AAPL"]?.sha256 ?? ""));
  expect(bars.t).toHaveLength(readFileSync("examples/data/AAPL.csv", "utf8").trim().split("\n").length - 1);
  expect(
    readFileSync(fixture.objects.path(run.result?.pdfSha256 ?? ""))
      .subarray(0, 5)
      .toString(),
  ).toBe("%PDF-");
  expect(run.attempts.map(({ outcome }) => outcome)).toEqual(["succeeded"]);
  const events = await fixture.database.admin`select epoch, seq, kind, body from run_events where run_id = ${runId} order by epoch, seq`;
  expect(events.map(({ epoch, seq }) => `${epoch}.${seq}`).slice(0, 2)).toEqual(["0.0", "1.0"]);
  expect(events.filter(({ kind }) => kind === "state").map(({ body }) => body.status)).toEqual(["queued", "running", "succeeded"]);
  expect(events.filter(({ kind }) => kind === "progress").at(-1)?.body.bar).toBe(run.progress?.bars);
});

test("a report that cannot be made says so after the last try, and is made when it is asked for again", async () => {
  const runId = await fixture.createRun({
    strategyVersionId: await fixture.addStrategy(smaCross),
    datasetVersionIds: [aapl],
    params: { fast: 7 },
  });
  const made = await fixture.until(runId, ({ result }) => result !== null && result.pdfSha256 !== null);
  const read = () => readResultPart(fixture.database.web, fixture.author, { runId, name: "pdf", objects: fixture.objects });
  await fixture.database.admin`update run_results set pdf_sha256 = null where run_id = ${runId}`;
  await expect(read()).rejects.toThrow("The report is being made.");
  const document = fixture.objects.path(made.result?.objects.document?.sha256 ?? "");
  renameSync(document, `${document}.away`);
  await makeReportAgain(fixture.database.web, fixture.author, runId);
  await fixture.until(runId, ({ result }) => result?.pdfFailedAt != null);
  await expect(read()).rejects.toMatchObject({ code: "unavailable", message: "The report could not be made." });
  renameSync(`${document}.away`, document);
  await makeReportAgain(fixture.database.web, fixture.author, runId);
  const { result } = await fixture.until(runId, (run) => run.result?.pdfSha256 != null);
  expect([result?.pdfSha256, result?.pdfFailedAt]).toEqual([made.result?.pdfSha256, null]);
});

test("a strategy that throws fails its run at once, with bar, day, line and excerpt, and is not tried again", async () => {
  const text = `import { defineStrategy } from "rustybt";

export default defineStrategy({
  onBar(ctx) {
    if (ctx.bars === 5) throw new Error("out of luck");
  },
});
`;
  const runId = await fixture.createRun({ strategyVersionId: await fixture.addStrategy(text, "unlucky"), datasetVersionIds: [aapl] });
  const { status, error, attempts, result } = await fixture.ended(runId);
  expect([status, result, attempts.length]).toEqual(["failed", null, 1]);
  expect(error).toMatchObject({ code: "strategy.threw", bar: 5, file: "unlucky.ts", line: 5 });
  expect(error?.message).toContain("out of luck");
  expect(error?.date).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(error?.excerpt).toContain('> 5 |     if (ctx.bars === 5) throw new Error("out of luck");');
  expect(error?.hint).toBeTruthy();
});

test("a strategy that cannot be parsed fails its run with the place", async () => {
  const runId = await fixture.createRun({
    strategyVersionId: await fixture.addStrategy("export default {\n", "broken"),
    datasetVersionIds: [aapl],
  });
  const { status, error } = await fixture.ended(runId);
  expect(status).toBe("failed");
  expect(error).toMatchObject({ code: "strategy.syntax", file: "broken.ts", line: 2 });
});

test("a run is cancelled within two seconds, its processes with it, and stays cancelled", async () => {
  // It says once how far it is, and then hangs.
  const version = await fixture.addStrategy(onBar("for (let n = 0; n < 5_000_000; n++);\n    if (ctx.bars > 50) for (;;);"));
  const pass = async () => {
    const runId = await fixture.createRun({ strategyVersionId: version, datasetVersionIds: [aapl] });
    await fixture.until(runId, ({ progress }) => progress !== null);
    const children = descendants(worker.pid);
    expect(children.length).toBeGreaterThan(0);

    const asked = performance.now();
    expect(await cancelRun(fixture.database.web, fixture.author, runId)).toEqual({ status: "running" });
    const run = await fixture.ended(runId);
    const tookMs = performance.now() - asked;
    expect([run.status, run.result, run.attempts[0]?.outcome]).toEqual(["cancelled", null, "cancelled"]);
    expect(children.filter(isAlive)).toEqual([]);
    expect(await cancelRun(fixture.database.web, fixture.author, runId)).toEqual({ status: "cancelled" });
    return tookMs;
  };
  expect(await leastTime(2_000, pass)).toBeLessThan(2_000);
});

test("the same run again has the same hash and says what it repeats", async () => {
  const input = { strategyVersionId: await fixture.addStrategy(smaCross), datasetVersionIds: [aapl], params: { slow: 50 } };
  const first = await fixture.ended(await fixture.createRun(input));
  const { id } = await rerun(fixture.database.web, fixture.author, first.id);
  const second = await fixture.ended(id);
  expect(first.status).toBe("succeeded");
  expect([second.rerunOf, second.result?.hash, second.params]).toEqual([first.id, first.result?.hash, { slow: 50 }]);
});

test("a browser that loses its connection again and again gets every event of a run once, in order, and the stream ends", async () => {
  const slow = onBar("for (let n = 0; n < 2_000_000; n++);\n    if (ctx.bars % 500 === 0) ctx.log('half a thousand');");
  const { db, listen, close } = connectTenantDb(fixture.database.urlOf("rustybt_web"), 2);
  const hub = runEventHub(listen, pino({ level: "silent" }));
  const runId = await fixture.createRun({ strategyVersionId: await fixture.addStrategy(slow), datasetVersionIds: [aapl] });
  const seen: string[] = [];
  let connections = 0;
  for (let isOver = false; !isOver; connections++) {
    const leaving = new AbortController();
    // The first twenty connections break after 100 ms.
    const timer = setTimeout(() => leaving.abort(), connections < 20 ? 100 : 60_000);
    const stream = eventStream(
      { read: (place) => readRunEvents(db, fixture.author, runId, place), subscribe: (wake) => hub.subscribe(runId, wake) },
      { after: parseCursor(seen.at(-1)), signal: leaving.signal },
    );
    for await (const chunk of stream) {
      const text = new TextDecoder().decode(chunk);
      seen.push(...[...text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id ?? ""));
      isOver ||= text.includes('"status":"succeeded"');
    }
    clearTimeout(timer);
  }
  await close();
  const stored = await fixture.database.admin`select epoch, seq from run_events where run_id = ${runId} order by epoch, seq`;
  expect(seen).toEqual([...stored].map(({ epoch, seq }) => `${epoch}.${seq}`));
  // How many of them the run lasts for depends on the machine.
  expect(connections).toBeGreaterThan(2);
});
