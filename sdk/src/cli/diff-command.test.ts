import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith, rustybt, samplePrices, smaCross } from "./testing/command-line-process.ts";

const sample = readFileSync(samplePrices, "utf8");

/** A folder with a run in `a`, and one with these changes in `b`. */
async function twoRuns(flags: readonly string[]): Promise<string> {
  const folder = folderWith({ "s.ts": smaCross, "t.ts": smaCross.replace("order(100)", "order(101)"), "AAPL.csv": sample });
  const first = await rustybt(["run", "s.ts", "--data", "AAPL=AAPL.csv", "--out", "a"], { cwd: folder });
  const second = await rustybt(["run", "s.ts", "--data", "AAPL=AAPL.csv", "--out", "b", ...flags], { cwd: folder });
  expect([first.code, second.code]).toEqual([0, 0]);
  return folder;
}

async function difference(folder: string, a = "a", b = "b") {
  const { code, stdout } = await rustybt(["diff", a, b, "--json"], { cwd: folder });
  return { code, found: JSON.parse(stdout) };
}

test("the same run twice is equal, wherever its files lie", async () => {
  const folder = folderWith({ "x/s.ts": smaCross, "x/AAPL.csv": sample, "y/s.ts": smaCross, "y/AAPL.csv": sample });
  for (const place of ["x", "y"]) {
    await rustybt(["run", `${place}/s.ts`, "--data", `${place}/AAPL.csv`, "--out", `${place}/out`], { cwd: folder });
  }
  const { code, stdout, stderr } = await rustybt(["diff", "x/out", "y/out"], { cwd: folder });
  expect([code, stdout, stderr]).toEqual([0, "equal: the same inputs, events and figures\n", ""]);
  expect(await difference(folder, "x/out", "y/out")).toMatchObject({ code: 0, found: { equal: true, kinds: [], figures: [] } });
});

test("another parameter: kind, the first event of both sides, and the figures that moved", async () => {
  const folder = await twoRuns(["--param", "fast=20"]);
  const { code, found } = await difference(folder);
  expect(code).toBe(1);
  expect(found).toMatchObject({ equal: false, kinds: ["params"], inputs: [{ kind: "params", key: "fast", a: 10, b: 20 }] });
  expect(found.event.index).toBe(1);
  expect(found.event.changed).toEqual([{ key: "t", a: found.event.a.t, b: found.event.b.t }]);
  // 114390.73 is the hand-computed end of run.test.ts.
  expect(found.figures.find(({ name }: { name: string }) => name === "endValue")).toMatchObject({ a: "114390.73" });
  const { stdout } = await rustybt(["diff", "a", "b"], { cwd: folder });
  expect(stdout).toContain("different, made from different inputs: parameters");
  expect(stdout).toContain("params fast: 10 -> 20");
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("code, settings, data and engine are told apart by their kinds", async () => {
  const folder = await twoRuns(["--slippage", "bps:2", "--cash", "200000"]);
  const settings = (await difference(folder)).found;
  expect(settings.kinds).toEqual(["config"]);
  expect(settings.inputs.map(({ key }: { key: string }) => key)).toContain("cash");
  // The first event is the account itself: it starts with more.
  expect(settings.event).toMatchObject({ index: 0, a: { type: "account", cash: "100000" }, b: { cash: "200000" } });

  await rustybt(["run", "t.ts", "--data", "AAPL=AAPL.csv", "--out", "code"], { cwd: folder });
  const code = (await difference(folder, "a", "code")).found;
  expect(code.kinds).toEqual(["code"]);
  expect(code.event.changed).toEqual([{ key: "quantity", a: "100", b: "101" }]);

  // One price of 2012-06-08, the day of the first fill, changed by a cent.
  writeFileSync(join(folder, "AAPL.csv"), sample.replace("2012-06-08,571.6,", "2012-06-08,571.61,"));
  await rustybt(["run", "s.ts", "--data", "AAPL=AAPL.csv", "--out", "data"], { cwd: folder });
  const data = (await difference(folder, "a", "data")).found;
  expect(data.kinds).toEqual(["data"]);
  expect(data.inputs.map(({ key }: { key: string }) => key)).toEqual(["AAPL.sha256"]);
  expect(data.event).toMatchObject({ a: { type: "fill", price: "571.6" }, b: { price: "571.61" } });
  expect(data.figures.find(({ name }: { name: string }) => name === "endValue")).toMatchObject({ difference: "-1" });

  const path = join(folder, "a", "result.json");
  writeFileSync(path, readFileSync(path, "utf8").replace('"engine":"', '"engine":"9.'));
  expect((await difference(folder, "a", "data")).found.kinds).toEqual(["data", "engine"]);
});

test("what cannot be compared is trouble, not a difference", async () => {
  const folder = folderWith({ "x.json": "{}", "y.json": "no" });
  for (const args of [["x.json", "y.json"], ["none", "x.json"], ["x.json"]]) {
    const { code, stderr } = await rustybt(["diff", ...args], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain("error: ");
  }
});
