import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backtest, type Context, readUniverse } from "rustybt";
import { expect, onTestFinished, test } from "vitest";
import { run } from "./scenario.ts";

const bar = "10 10 10 10";
const bars = { A: [bar, bar, bar, bar], B: [bar, bar, bar, bar], C: [bar, bar, bar, bar] };

/** A file of members, gone after the test. */
function members(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "universe-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "members.csv");
  writeFileSync(file, text);
  return file;
}

/** `ctx.universe` at the close of each bar, with the run's warnings. */
async function memberDays(universe: string, settings: object = {}) {
  const seen: string[] = [];
  const see = (ctx: Context) => void seen.push(ctx.universe.join(" "));
  const { result } = await run({ bars, universe, at: { 1: see, 2: see, 3: see, 4: see }, ...settings });
  return { seen, result };
}

test("[U1] from and to are a member's first and last day; the order is that of the symbols", async () => {
  const file = members("symbol,from,to\nB,2024-01-02,2024-01-03\nA,2024-01-03,\nB,2024-01-05,\nC,,2024-01-02\n");
  const { seen, result } = await memberDays(file);
  expect(seen).toEqual(["B C", "A B", "A", "A B"]);
  expect(result.manifest.universe).toEqual({ source: file, sha256: expect.stringMatching(/^[0-9a-f]{64}$/), memberships: 4 });
  expect(result.manifest.config.universe).toBe(file);
});

test("[U1] without the setting every symbol is a member; whether one is can be asked by name, and of today before the open", async () => {
  const asked: unknown[] = [];
  await run({ bars, at: { 2: (ctx) => void asked.push(ctx.universe, ctx.isMember("C")) } });
  expect(asked).toEqual([["A", "B", "C"], true]);
  const { defineStrategy, barsFrom } = await import("rustybt");
  const opens: string[] = [];
  const strategy = defineStrategy({
    setup: (ctx) => void expect(() => (ctx as unknown as Context).universe).toThrow("before the first bar"),
    onOpen: (ctx) => void opens.push(`${ctx.date} ${ctx.isMember("A")}`),
  });
  const days = ["2024-01-02", "2024-01-03", "2024-01-04"];
  const data = barsFrom(
    days.map((time) => ({ time, open: "10", high: "10", low: "10", close: "10" })),
    { symbol: "A" },
  );
  await backtest({ strategy, data, universe: await readUniverse(members("symbol,from,to\nA,2024-01-03,2024-01-03\nZ,2024-01-01,\n")) });
  expect(opens).toEqual(["2024-01-02 false", "2024-01-03 true", "2024-01-04 false"]);
});

test("[U2] lists, changes, and the columns of known sources say the same", async () => {
  const shapes = [
    "symbol,from,to\nA,2024-01-02,2024-01-03\nB,,2024-01-03\nC,2024-01-04,\n",
    "ticker,start_date,end_date\nA,2024-01-02,2024-01-04\nB,,2024-01-04\nC,2024-01-04,\n",
    'date,members\n2024-01-01,B\n2024-01-02,"A,B"\n2024-01-04,C\n',
    'date,add,remove\n2024-01-02,"A",""\n2024-01-04,"C","A,B"\n',
    'Symbol,Security,Sector,Date added,to\nA,"Alpha, Inc.",Tech,2024-01-02,2024-01-03\nB,Beta,Tech,,2024-01-03\nC,"Gamma ""C""",Energy,2024-01-04,\n',
  ];
  for (const shape of shapes) expect((await memberDays(members(shape))).seen, shape).toEqual(["A B", "A B", "C", "C"]);
  const { memberships, begins } = await readUniverse(members(shapes[4] ?? ""));
  expect(begins).toBeNull();
  expect(memberships.map(({ labels, line }) => [labels, line])).toEqual([
    [{ Security: "Alpha, Inc.", Sector: "Tech" }, 2],
    [{ Security: "Beta", Sector: "Tech" }, 3],
    [{ Security: 'Gamma "C"', Sector: "Energy" }, 4],
  ]);
});

test.each([
  [
    "symbol,from,to\nA,2024-01-02,2024-01-05\nA,2024-01-05,\n",
    "line 3: A is a member already, 2024-01-02 to 2024-01-05 in line 2: the two overlap",
  ],
  ["symbol,from,to\nA,2024-01-05,2024-01-02\n", 'line 2, to "2024-01-02": A leaves before it joins, 2024-01-05'],
  ["ticker,start_date,end_date\nA,2024-01-05,2024-01-05\n", 'line 2, end_date "2024-01-05": A leaves on the day it joins'],
  ["symbol,from,to\nA,2024-02-30,\n", 'line 2, from "2024-02-30": expected a date such as 2014-06-09'],
  ["symbol,from,to\nA,2024-01-02\n", "line 2: it has 2 cells, the header 3"],
  ["symbol,from,to\n,2024-01-02,\n", 'line 2, symbol "": expected a symbol'],
  ["name,from,to\nA,2024-01-02,\n", "line 1: expected the columns symbol,from,to or date,members or date,add,remove"],
  ["symbol,ticker,from\nA,A,2024-01-02\n", "line 1: symbol and ticker mean the same"],
  ["symbol,from,to\n", "line 1: the file has no members"],
  ["date,members\n2024-01-02,A B A\n", 'line 2, members "A": A is there twice'],
  ["date,members\n2024-01-02,A\n2024-01-02,B\n", 'line 3, date "2024-01-02": expected a date after 2024-01-02'],
  ["date,add,remove\n2024-01-01,A,\n2024-01-03,A,\n", 'line 3, add "A": A is a member since 2024-01-01, line 2'],
  ["date,add,remove\n2024-01-01,,A\n2024-01-03,,A\n", 'line 3, remove "A": A has left already'],
  ["symbol,from,to\nA,2024-01-03,\n", "line 2: it says who was a member from 2024-01-03 on, the run begins on 2024-01-02"],
  ["symbol,from,to\nA,2023-01-03,2023-06-30\n", "has no member between 2024-01-02 and 2024-01-05, the days of the run"],
  ["symbol,from,to\nAA,2024-01-02,\n", "has no symbol of this run (A, B, C); it names AA"],
])("[U3] %j is refused with its place", async (text, message) => {
  await expect(memberDays(members(text))).rejects.toThrow(message);
});

test("[U3] members without data, symbols that are no members and stays without bars are warnings that name them", async () => {
  const file = members(
    "symbol,from,to\nZ,2024-01-01,\nOLD,2020-01-01,2020-06-30\nA,2024-01-02,2024-01-03\nB,2024-01-01,2024-01-02\nB,2024-01-04,\n",
  );
  const { result } = await memberDays(file, { bars: { A: [bar, bar, bar, bar], B: [null, null, null, bar], C: [bar, bar, bar, bar] } });
  const warnings = result.warnings.filter(({ code }) => code.startsWith("universe."));
  expect(warnings.map(({ code, symbol, count }) => [code, symbol ?? count])).toEqual([
    ["universe.withoutData", 1],
    ["universe.withoutBars", "B"],
    ["universe.neverMember", "C"],
  ]);
  expect(warnings[0]?.message).toContain("names 1 members that the data lacks (Z)");
  expect(warnings[1]?.message).toContain("line 5: B is a member from 2024-01-01 to 2024-01-02, its bars go from 2024-01-05 to 2024-01-05");
});
