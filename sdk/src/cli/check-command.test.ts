import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CheckReport } from "@rustybt/engine";
import { expect, test } from "vitest";
import { folderWith, repository, rustybt, samplePrices } from "./testing/command-line-process.ts";

const sample = readFileSync(samplePrices, "utf8");
const [header = "", ...days] = sample.trim().split("\n");
/** The first 120 days of AAPL: short enough for every bar to be tried. */
const prices = `${[header, ...days.slice(0, 120)].join("\n")}\n`;
const closes = days.slice(0, 120).map((row) => Number(row.split(",")[4]));

/** A strategy that acts on `wants`, an expression over ctx and whatever `before` declares. */
const acting = (wants: string, before = "") => `import { defineStrategy } from "rustybt";
${before}
export default defineStrategy({
  onBar(ctx) {
    const wants = ${wants};
    if (wants && ctx.position().isFlat) ctx.order(10);
    else if (!wants) ctx.close();
  },
});
`;

interface Checked {
  readonly code: number | null;
  readonly report: CheckReport;
  readonly stderr: string;
}

async function check(files: Readonly<Record<string, string>>, flags: readonly string[] = ["--data", "AAPL=prices.csv"]): Promise<Checked> {
  const cwd = folderWith({ "prices.csv": prices, ...files });
  const { code, stdout, stderr } = await rustybt(["check", "s.ts", ...flags, "--json"], { cwd });
  return { code, report: JSON.parse(stdout), stderr };
}

test.each([
  ["sma-cross.ts", ["AAPL.csv"]],
  ["buy-and-hold.ts", ["AAPL.csv"]],
  ["breakout-bracket.ts", ["MSFT.csv"]],
  ["trailing-stop.ts", ["AAPL.csv", "--from", "2014-06-09"]],
  ["dip-limit.ts", ["AAPL.csv"]],
  ["monthly-equal-weight.ts", [".", "--from", "2014-04-04"]],
] as const)("nothing speaks against examples/%s", async (file, [data, ...flags]) => {
  const path = join(repository, "examples", "data", data);
  const { code, stdout } = await rustybt(["check", join("examples", file), "--data", path, ...flags, "--json"]);
  const report: CheckReport = JSON.parse(stdout);
  expect([code, report.ok, report.findings]).toEqual([0, true, []]);
  expect(report.work.runs).toBeGreaterThan(300);
});

test("examples/leaky.ts is found: what it keeps between runs, the first order that differs, its line and what to do", async () => {
  const { code, stdout } = await rustybt(["check", "examples/leaky.ts", "--data", samplePrices]);
  expect(code).toBe(1);
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  // The first close in the lowest three tenths of what has been seen: there an honest run buys. Of the whole range, which the 7:1 split of
  // 2014 stretches down to a seventh, it lies far higher.
  const all = days.map((row) => Number(row.split(",")[4]));
  const bought = all.findIndex((close, i) => {
    const seen = all.slice(0, i + 1);
    return (close - Math.min(...seen)) / (Math.max(...seen) - Math.min(...seen)) < 0.3;
  });
  const text = stdout.replaceAll(/\s+/g, " ");
  expect(text).toContain(
    `determinism: bar ${bought + 1}, ${days[bought]?.slice(0, 10)}: a second run of the loaded strategy differs from the first`,
  );
  expect(text).toContain("the first run: buy 100 AAPL; the second run: no order (examples/leaky.ts:15)");
  expect(text).toContain("next: Keep state in what setup returns");
});

test.each([
  ["the clock", "Date.now() % 2 === 0", "Date.now reads the clock"],
  ["the clock behind another name", 'globalThis["Da" + "te"].now() % 2 === 0', "Date.now reads the clock"],
  ["chance", "Math.random() > 0.5", "Math.random is random anew in every run"],
])("%s is found with its line", async (_, wants, message) => {
  const { code, report } = await check({ "s.ts": acting(wants) });
  expect(code).toBe(1);
  expect(report.findings).toMatchObject([{ kind: "ambient", place: "s.ts:5" }]);
  expect(report.findings[0]?.message).toContain(message);
});

test("files are found; let in with --unsafe-imports, a file of prices gives itself away by what its orders are followed by", async () => {
  const reading = acting(
    "(closes[ctx.bars] ?? 0) > ctx.bar.close",
    'import { readFileSync } from "node:fs";\nconst closes = readFileSync("prices.csv", "utf8").trim().split("\\n").slice(1).map((row) => Number(row.split(",")[4]));',
  );
  const refused = await check({ "s.ts": reading });
  expect([refused.code, refused.report.findings[0]?.kind]).toEqual([1, "ambient"]);
  const let_in = await check({ "s.ts": reading }, ["--data", "AAPL=prices.csv", "--unsafe-imports"]);
  expect([let_in.code, let_in.report.findings[0]?.kind]).toEqual([1, "foreknowledge"]);
  expect(let_in.report.findings[0]?.message).toMatch(/^(\d+) of \1 orders were followed by the very change they bet on/);
});

test("chance that is let in is found by the runs it tells apart", async () => {
  const { code, report } = await check({ "s.ts": acting("Math.random() > 0.5") }, ["--data", "AAPL=prices.csv", "--unsafe-imports"]);
  expect([code, report.findings[0]?.kind]).toEqual([1, "determinism"]);
});

test("module state and a value learned in an earlier run are found", async () => {
  const counting = await check({ "s.ts": acting("calls++ % 7 === 0", "let calls = 0;") });
  expect(counting.report.findings).toMatchObject([{ kind: "determinism", order: {} }]);
  const learned = `import { defineStrategy } from "rustybt";
let best = Number.POSITIVE_INFINITY;
export default defineStrategy({
  setup: () => ({ low: Number.POSITIVE_INFINITY }),
  onBar(ctx, state) {
    state.low = Math.min(state.low, ctx.bar.close);
    if (ctx.bar.close <= best && best < 1e9) ctx.order(1);
  },
  onEnd(_ctx, state) {
    best = state.low;
  },
});
`;
  const { code, report } = await check({ "s.ts": learned });
  expect(code).toBe(1);
  const lowest = closes.indexOf(Math.min(...closes));
  expect(report.findings[0]).toMatchObject({ kind: "determinism", bar: lowest + 1, date: days[lowest]?.slice(0, 10) });
  expect(report.findings[0]?.order?.with).toBeUndefined();
  expect(report.findings[0]?.order?.without).toMatchObject({ side: "buy", quantity: "1" });
});

test("a state in what setup returns is no leak, nor is a file of the strategy's own that holds settings", async () => {
  const { code, report } = await check({
    "s.ts": acting("weights[ctx.bars % weights.length] > 0 && ctx.bar.close > ctx.bar.open", 'import { weights } from "./weights.ts";'),
    "weights.ts": "export const weights = [1, -1, 2];\n",
  });
  expect([code, report.findings]).toEqual([0, []]);
});

const next = closes.map((close, i) => (closes[i + 1] ?? close) - close);

test.each([
  ["the prices themselves", "(column[ctx.bars] ?? 0) > ctx.bar.close", closes, "holds 120 prices of the run itself (close of AAPL)"],
  ["the next change", "column[ctx.bars - 1] > 0", next, "knows the next bar"],
  ["the next direction", "column[ctx.bars - 1] > 0", next.map(Math.sign), "knows the next bar"],
])("a column in the strategy's own file that knows the future is found: %s", async (_, wants, column, message) => {
  const { code, report } = await check({
    "s.ts": acting(wants, 'import { column } from "./column.ts";'),
    "column.ts": `export const column = ${JSON.stringify(column)};\n`,
  });
  expect([code, report.findings[0]?.kind, report.findings[0]?.place]).toEqual([1, "foreknowledge", "column.ts:1"]);
  expect(report.findings[0]?.message).toContain(message);
});

test("rows of a JSON file that know the future are found", async () => {
  const { code, report } = await check({
    "s.ts": acting("(rows[ctx.bars - 1]?.score ?? 0) > 0", 'import rows from "./rows.json" with { type: "json" };'),
    "rows.json": JSON.stringify(next.map((score, i) => ({ day: days[i]?.slice(0, 10), score }))),
  });
  expect([code, report.findings[0]?.place]).toEqual([1, "rows.json"]);
});

test("a resampler that shows the forming week is found: weekly bars dated at their beginning", async () => {
  const weeks = new Map<string, number[][]>();
  for (const row of days.slice(0, 120)) {
    const [date = "", ...cells] = row.split(",");
    const monday = new Date(`${date}T00:00:00Z`);
    monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7));
    const key = monday.toISOString().slice(0, 10);
    weeks.set(key, [...(weeks.get(key) ?? []), cells.slice(0, 4).map(Number)]);
  }
  const weekly = [...weeks].map(([monday, bars]) => {
    const [highs, lows] = [bars.map(([, high = 0]) => high), bars.map(([, , low = 0]) => low)];
    return [monday, bars[0]?.[0], Math.max(...highs), Math.min(...lows), bars.at(-1)?.[3]].join(",");
  });
  const strategy = `import { defineStrategy } from "rustybt";
export default defineStrategy({
  warmup: "call",
  onBar(ctx) {
    if (ctx.data.of("WEEK").close.value > ctx.data.of("DAY").close.value) ctx.orderTarget("DAY", 10);
    else ctx.orderTarget("DAY", 0);
  },
});
`;
  const files = { "s.ts": strategy, "weeks.csv": `Date,Open,High,Low,Close\n${weekly.join("\n")}\n` };
  const { code, report } = await check(files, ["--data", "DAY=prices.csv", "--data", "WEEK=weeks.csv"]);
  expect(code).toBe(1);
  expect(report.findings[0]).toMatchObject({ kind: "lookAhead", place: expect.stringMatching(/^s\.ts:[56]$/) });
  // Days alone, or weeks alone, know no more than has closed.
  const alone = strategy.replaceAll('"WEEK"', '"DAY"').replace("close.value >", "open.value >");
  expect((await check({ ...files, "s.ts": alone }, ["--data", "DAY=prices.csv", "--data", "WEEK=weeks.csv"])).report.findings).toEqual([]);
});

test("thisClose is named as optimistic, and is no failure", async () => {
  const { code, report } = await check({ "s.ts": acting("ctx.bar.close > ctx.bar.open") }, [
    "--data",
    "AAPL=prices.csv",
    "--set",
    "fills.market=thisClose",
  ]);
  expect(code).toBe(0);
  expect(report.notes.find(({ code: note }) => note === "thisClose")?.message).toContain("Optimistic: fills.market is thisClose");
});

test("orders for the day in intraday bars are no leak: a session does not end where data is cut", async () => {
  const start = Date.UTC(2024, 0, 2, 14, 30);
  const bars = Array.from({ length: 195 }, (_, i) => {
    const time = start + Math.floor(i / 13) * 86_400_000 + (i % 13) * 1_800_000;
    const price = 100 + ((i * 7) % 13) - ((i * 5) % 11);
    return `${new Date(time).toISOString()},${price},${price + 2},${price - 2},${price + 1},1000`;
  });
  const { code, report } = await check(
    {
      "s.ts": `import { defineStrategy } from "rustybt";
export default defineStrategy({
  onBar(ctx) {
    if (ctx.openOrders().length === 0) ctx.order(1, { limit: ctx.bar.close - 6, tif: "DAY" });
  },
});
`,
      "m.csv": `time,open,high,low,close,volume\n${bars.join("\n")}\n`,
    },
    ["--data", "X=m.csv"],
  );
  expect([code, report.findings]).toEqual([0, []]);
  expect(report.work).toMatchObject({ bars: 195, cuts: 194, sampled: false });
});

test("endless memory is a note, a strategy that never orders is one, too", async () => {
  const { report } = await check({ "s.ts": acting("ctx.bars % 10 < 5") });
  expect(report.notes.find(({ code }) => code === "warmUp")?.message).toContain("Endless memory");
  const silent = await check({ "s.ts": acting("false") });
  expect([silent.code, silent.report.notes.map(({ code }) => code)]).toEqual([0, ["noOrders"]]);
});

test("wrong usage and bad data exit with 2, a strategy that throws with 1", async () => {
  const cwd = folderWith({ "prices.csv": prices, "s.ts": acting("ctx.bars > 3 && nothing()", "declare const nothing: () => boolean;") });
  expect((await rustybt(["check", "s.ts"], { cwd })).code).toBe(2);
  expect((await rustybt(["check", "s.ts", "--data", "none.csv"], { cwd })).code).toBe(2);
  const thrown = await rustybt(["check", "s.ts", "--data", "prices.csv"], { cwd });
  expect([thrown.code, thrown.stderr]).toEqual([1, expect.stringContaining("nothing is not defined")]);
});
