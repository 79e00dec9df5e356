import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ResultDocument } from "@rustybt/engine";
import { expect, test } from "vitest";
import { folderWith, repository, rustybt, samplePrices, smaCross } from "./testing/command-line-process.ts";

const strategy = join(repository, "examples", "sma-cross.ts");
const parse = (stdout: string): ResultDocument => JSON.parse(stdout);

// The expected amounts were computed with Python's decimal from the price file alone: cross of the 10 and 30 bar means of the closes,
// 100 shares at the next open, dividends on the ex day, the 7:1 split on 2014-06-09.
test("the sample strategy over AAPL ends at the hand-computed value", async () => {
  const { code, stdout, stderr } = await rustybt(["run", strategy, "--data", samplePrices, "--json"]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const result = parse(stdout);
  expect(result.summary).toMatchObject({ startValue: "100000", endValue: "114390.73", dividends: "1754", fees: "0", fills: 40 });
  expect(result.fills.slice(0, 2).map(({ t, side, quantity, price }) => [t, side, quantity, price])).toEqual([
    ["2012-06-08T00:00:00Z", "buy", "100", "571.6"],
    ["2012-10-05T00:00:00Z", "sell", "100", "665.2"],
  ]);
  expect(result.manifest).toMatchObject({ strategy: { name: "SMA cross" }, params: { fast: 10, slow: 30 }, reproducible: true });
});

test("flags win over --set, --set over --config, and all of it stands in the manifest", async () => {
  const folder = folderWith({
    "run.json": '{"cash": 5, "params": {"fast": 7, "slow": 50}, "commission": "perTrade:9", "fills": {"path": "ohlc"}}',
  });
  const args = [
    "--config",
    join(folder, "run.json"),
    "--set",
    "params.fast=20",
    "--set",
    "cash=6",
    "--cash",
    "100000.00",
    "--commission",
    "perShare:0.005,min=1",
  ];
  const { code, stdout } = await rustybt(["run", strategy, "--data", samplePrices, "--json", ...args]);
  expect(code).toBe(0);
  const { manifest } = parse(stdout);
  expect(manifest.params).toEqual({ fast: 20, slow: 50 });
  expect(manifest.config).toMatchObject({
    cash: "100000",
    fills: { path: "ohlc", market: "nextOpen" },
    commission: { model: "perShare", rate: "0.005", minimum: "1", maximum: null },
  });
});

test("a manifest's config is a settings file that gives the same hash", async () => {
  const first = parse(
    (await rustybt(["run", strategy, "--data", samplePrices, "--json", "--param", "fast=20", "--slippage", "bps:2"])).stdout,
  );
  const folder = folderWith({ "run.json": JSON.stringify(first.manifest.config) });
  const second = parse((await rustybt(["run", strategy, "--data", samplePrices, "--json", "--config", join(folder, "run.json")])).stdout);
  expect(second.hash).toBe(first.hash);
  expect(second.manifest.config).toEqual(first.manifest.config);
});

test("hash and seal are the same in another time zone, another folder and another copy of the strategy", async () => {
  const args = ["run", "--data", `AAPL=${samplePrices}`, "--json"];
  const here = parse((await rustybt([...args, strategy])).stdout);
  const folder = folderWith({ "elsewhere/sma-cross.ts": readFileSync(strategy, "utf8") });
  const there = parse(
    (await rustybt([...args, "elsewhere/sma-cross.ts"], { cwd: folder, env: { TZ: "Asia/Tokyo", LANG: "de_DE.UTF-8" } })).stdout,
  );
  expect(there.hash).toBe(here.hash);
  expect(there.seal).toBe(here.seal);
});

test("the table for people fits 80 columns and says what to do next", async () => {
  const { code, stdout, stderr } = await rustybt(["run", strategy, "--data", samplePrices]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  for (const text of ["SMA cross on AAPL, 2012-01-03 to 2015-12-31", "114,390.73 USD", "14.39 %", "Sharpe", "hash ", "Next", "--out DIR"])
    expect(stdout).toContain(text);
});

test("--out writes the document, makes the folder, and rustybt verify accepts it", async () => {
  const folder = folderWith({});
  const { code, stdout } = await rustybt(["run", strategy, "--data", samplePrices, "--out", "a/b"], { cwd: folder });
  expect(code).toBe(0);
  expect(stdout).toContain("wrote a/b/result.json");
  expect(readdirSync(join(folder, "a/b"))).toEqual(["result.json"]);
  const verified = await rustybt(["verify", "a/b"], { cwd: folder });
  expect(verified.code).toBe(0);
  expect(verified.stdout).toContain("a/b/result.json: everything holds");
});

test("with --json and --out both have the same document, and stdout holds nothing else", async () => {
  const folder = folderWith({});
  const { stdout } = await rustybt(["run", strategy, "--data", samplePrices, "--out", "out", "--json"], { cwd: folder });
  expect(stdout).toBe(readFileSync(join(folder, "out/result.json"), "utf8"));
});

test("a long run printed without --out names no files, says what it does not hold, and verify says that it cannot be verified", async () => {
  // 20,001 minutes with an order at each: one point more than a document holds, and more than 50,000 events.
  const start = Date.UTC(2024, 0, 1);
  const rows = Array.from({ length: 20_001 }, (_, i) => `${new Date(start + i * 60_000).toISOString()},10,10,10,10,1000`);
  const folder = folderWith({
    "prices.csv": `time,open,high,low,close,volume\n${rows.join("\n")}\n`,
    "s.ts":
      'import { defineStrategy } from "rustybt";\nexport default defineStrategy({ onBar: (ctx) => void ctx.order(ctx.bars % 2 === 0 ? -1 : 1) });\n',
  });
  const args = ["run", "s.ts", "--data", "X=prices.csv", "--json"];
  const printed = await rustybt(args, { cwd: folder });
  expect(printed.code).toBe(0);
  expect(readdirSync(folder).sort()).toEqual(["prices.csv", "s.ts"]);
  const document = parse(printed.stdout);
  // The curve is flat: of each of 998 stretches the first point is its highest and its lowest, and the end is kept.
  expect(document.sidecars).toBeUndefined();
  expect([document.equity.length, document.events.length, document.fills.length]).toEqual([999, 0, 20_000]);
  const warning = document.warnings.find(({ code }) => code === "result.shortened");
  // The account, 20,001 orders accepted, 20,000 filled, 10,000 times held for one close, the end.
  expect(warning?.context).toEqual({ points: 20_001, pointsHeld: 999, events: 50_003, eventsHeld: 0 });
  expect(printed.stderr).toBe(
    "note: the printed document does not hold all points or events, see its warning result.shortened; --out DIR writes them.\n",
  );

  writeFileSync(join(folder, "printed.json"), printed.stdout);
  const verified = await rustybt(["verify", "printed.json", "--json"], { cwd: folder });
  expect(verified.code).toBe(1);
  const what =
    "of this run are neither in the document nor in a file it names, so it cannot be verified: run again with --out DIR and verify that";
  expect(JSON.parse(verified.stdout)).toMatchObject({
    findings: [
      { path: "equity", message: `the points ${what}`, expected: "20001", found: "999" },
      { path: "events", message: `the events ${what}` },
    ],
    checked: ["the document has the form of rustybt.result/1", "the seal"],
  });

  const written = parse((await rustybt([...args, "--out", "out"], { cwd: folder })).stdout);
  expect([written.hash, Object.keys(written.sidecars ?? {})]).toEqual([document.hash, ["equity", "events"]]);
  expect((await rustybt(["verify", "out"], { cwd: folder })).code).toBe(0);
});

test("a wrong parameter is said before any price is read", async () => {
  const folder = folderWith({ "prices.csv": "this is no price file\n" });
  const run = (param: string) => rustybt(["run", strategy, "--data", "prices.csv", "--param", param], { cwd: folder });
  expect((await run("fats=20")).stderr).toContain('unknown parameter "fats"');
  expect((await run("fast=1")).stderr).toContain('parameter fast: "1" is outside');
  expect((await run("fast=20")).stderr).toContain("prices.csv");
});

test("what a strategy prints goes to stderr, so that --json stays one document", async () => {
  const folder = folderWith({ "s.ts": smaCross.replace("onBar(ctx", 'onEnd: () => console.log("done"),\n  onBar(ctx') });
  const { code, stdout, stderr } = await rustybt(["run", "s.ts", "--data", samplePrices, "--json"], { cwd: folder });
  expect(code).toBe(0);
  expect(parse(stdout).schema).toBe("rustybt.result/1");
  expect(stderr).toBe("done\n");
});

test.each([
  [["sharpe<-100"], 0, ""],
  [["totalReturn>0.14", "fees==0"], 3, '--fail-if "totalReturn>0.14" is met: totalReturn is 0.1439073'],
  [["endValue<=114390.73"], 3, '--fail-if "endValue<=114390.73" is met: endValue is 114390.73'],
])("--fail-if %j exits with %d", async (conditions, expected, message) => {
  const { code, stdout, stderr } = await rustybt([
    "run",
    strategy,
    "--data",
    samplePrices,
    "--json",
    ...conditions.flatMap((text) => ["--fail-if", text]),
  ]);
  expect(code).toBe(expected);
  expect(stderr).toContain(message);
  expect(parse(stdout).summary.endValue).toBe("114390.73");
});

test("a --fail-if on a metric this run does not define is said and exits with 2, beside the result", async () => {
  const { code, stdout, stderr } = await rustybt([
    "run",
    strategy,
    "--data",
    samplePrices,
    "--json",
    "--fail-if",
    "beta<1",
    "--fail-if",
    "trades>0",
  ]);
  expect(code).toBe(2);
  expect(stderr).toContain('--fail-if "beta<1" cannot be decided: beta is undefined in this run');
  expect(stderr).toContain('--fail-if "trades>0" is met: trades is 20');
  expect(parse(stdout).summary.trades).toBe(20);
});

test("insufficient cash is data on the order, not a failure", async () => {
  const { code, stdout } = await rustybt(["run", strategy, "--data", samplePrices, "--json", "--cash", "1000"]);
  expect(code).toBe(0);
  expect(parse(stdout).orders[0]).toMatchObject({ status: "rejected", reason: "insufficientCash" });
});

test("several symbols run on one clock, from a date on, in the order of --symbols", async () => {
  const data = join(repository, "examples", "data");
  const { code, stdout } = await rustybt([
    "run",
    join(repository, "examples", "monthly-equal-weight.ts"),
    "--data",
    data,
    "--symbols",
    "MSFT,AAPL",
    "--from",
    "2014-01-02",
    "--to",
    "2014-12-31",
    "--json",
  ]);
  expect(code).toBe(0);
  const { manifest } = parse(stdout);
  expect(manifest.data.map(({ symbol, rows, from, to }) => [symbol, rows, from, to])).toEqual([
    ["MSFT", 252, "2014-01-02T00:00:00Z", "2014-12-31T00:00:00Z"],
    ["AAPL", 252, "2014-01-02T00:00:00Z", "2014-12-31T00:00:00Z"],
  ]);
});

test("Ctrl-C ends even an endless loop, without a result and without a trace", async () => {
  const folder = folderWith({
    "s.ts": smaCross.replace("onBar(ctx", 'onEnd() {\n    console.error("looping");\n    for (;;);\n  },\n  onBar(ctx'),
  });
  const outcome = await rustybt(["run", "s.ts", "--data", samplePrices, "--out", "out"], {
    cwd: folder,
    onStderr: (text, kill) => text.includes("looping") && kill("SIGINT"),
  });
  expect(outcome.code).toBe(130);
  expect(outcome.stderr).toBe("looping\nstopped by Ctrl-C, nothing was written\n");
  expect(outcome.stdout).toBe("");
  expect(existsSync(join(folder, "out"))).toBe(false);
});

test("a folder that cannot be written gives an error and leaves nothing", async () => {
  const folder = folderWith({ file: "in the way" });
  const { code, stderr } = await rustybt(["run", strategy, "--data", samplePrices, "--out", "file/out"], { cwd: folder });
  expect(code).toBe(2);
  expect(stderr).toContain("file/out");
  expect(readdirSync(folder)).toEqual(["file"]);
  rmSync(join(folder, "file"));
});
