import { readFileSync } from "node:fs";
import {
  backtest,
  barsFrom,
  check,
  defineStrategy,
  type Factor,
  returns,
  type Series,
  type SetupContext,
  type Strategy,
  sma,
} from "rustybt";
import { expect, test } from "vitest";
import { importExample } from "../testing/doc-examples.ts";
import { day, symbolBars } from "./scenario.ts";

/** Bars whose four prices are one; `null` is a day without a bar. */
const flat = (...closes: (number | null)[]) => closes.map((close) => (close === null ? null : `${close} ${close} ${close} ${close} 100`));

const prices = { A: flat(10, 11, 12, 12), B: flat(20, 20, 30, 15), C: flat(5, null, 10, 10) };

interface Seen {
  readonly prices?: Readonly<Record<string, readonly (string | null)[]>>;
  readonly universe?: readonly (readonly [symbol: string, from: number, to: number | null, sector?: string])[];
  readonly warmup?: "call";
}

/** What `read` gives at the close of each bar that `onBar` sees, as `"bar: …"`. */
async function seen<S>(setup: (ctx: SetupContext) => S, read: (state: S) => unknown, given: Seen = {}): Promise<string[]> {
  const lines: string[] = [];
  const strategy = defineStrategy({
    ...(given.warmup === undefined ? {} : { warmup: given.warmup }),
    setup,
    onBar: (ctx, state) => void lines.push(`${ctx.bars}: ${show(read(state))}`),
  });
  const memberships = given.universe?.map(([symbol, from, to, sector], at) => ({
    symbol,
    from: day(from),
    to: to === null ? null : day(to),
    line: at + 2,
    ...(sector === undefined ? {} : { labels: { sector } }),
  }));
  const universe = memberships && { source: "members", sha256: "0".repeat(64), begins: null, memberships };
  const data = Object.entries(given.prices ?? prices).map(([symbol, rows]) => symbolBars(symbol, rows));
  await backtest({ strategy, data, ...(universe === undefined ? {} : { universe }) });
  return lines;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.join(" ");
  return typeof value === "object" && value !== null ? JSON.stringify(value).replaceAll('"', "") : String(value);
}

test("[U4] a factor has each symbol's own column; without a bar there is no value, or the last one when asked for", async () => {
  expect(
    await seen(
      ({ pipeline }) => pipeline.close,
      (close) => close.values(),
    ),
  ).toEqual(["1: {A:10,B:20,C:5}", "2: {A:11,B:20}", "3: {A:12,B:30,C:10}", "4: {A:12,B:15,C:10}"]);
  const moved = ({ pipeline }: SetupContext) => pipeline.factor(({ close }) => returns(close, 1));
  // C's bar before day 3 is that of day 1: 10 / 5 - 1 = 1.
  expect(await seen(moved, (factor) => factor.values())).toEqual([
    "2: {A:0.1,B:0}",
    "3: {A:0.09090909090909091,B:0.5,C:1}",
    "4: {A:0,B:-0.5,C:0}",
  ]);
  const kept = ({ pipeline }: SetupContext) => pipeline.factor(({ close }) => close, { missing: "last" });
  expect((await seen(kept, (factor) => factor.value("C")))[1]).toBe("2: 5");
});

test("[U4] numbers of one's own are known from the close of their day on, groups too", async () => {
  const column = ({ pipeline }: SetupContext) => pipeline.column({ A: 1.5, B: { [day(2)]: 7, [day(4)]: 8 }, Z: 3 });
  expect(await seen(column, (factor) => factor.values())).toEqual(["1: {A:1.5}", "2: {A:1.5,B:7}", "3: {A:1.5,B:7}", "4: {A:1.5,B:8}"]);
  const groups = ({ pipeline }: SetupContext) => pipeline.classifier({ A: "x", B: { [day(3)]: "y" } });
  expect(await seen(groups, (classes) => ["A", "B", "C"].map((symbol) => classes.value(symbol)))).toEqual([
    "1: x  ",
    "2: x  ",
    "3: x y ",
    "4: x y ",
  ]);
});

test("[U4] arithmetic goes cell by cell; where one side has no value or the quotient none, the result has none", async () => {
  const sums = ({ pipeline }: SetupContext) => {
    const weight = pipeline.column({ A: 2, B: 0 });
    return {
      sum: pipeline.close.plus(weight).times(10).minus(1),
      ratio: pipeline.close.div(weight),
      size: weight.minus(3).abs().negated(),
    };
  };
  expect((await seen(sums, ({ sum, ratio, size }) => [show(sum.values()), show(ratio.values()), show(size.values())]))[0]).toBe(
    "1: {A:119,B:199} {A:5} {A:-1,B:-3}",
  );
});

test("[U5] a value is that of the last close: at an open that of the bar before, in setup and after the run none", async () => {
  const lines: string[] = [];
  let kept: { value(symbol: string): number } | undefined;
  const strategy = defineStrategy({
    setup: ({ pipeline }) => {
      kept = pipeline.close;
      lines.push(`setup ${pipeline.close.value("A")} ${pipeline.close.top(1).symbols.length}`);
      return { close: pipeline.close, first: pipeline.close.top(1) };
    },
    onOpen: (ctx, { close, first }) => void lines.push(`open ${ctx.date} ${close.value("A")} ${first.symbols}`),
    onBar: (ctx, { close }) => void lines.push(`close ${ctx.date} ${close.value("A")}`),
  });
  await backtest({ strategy, data: [symbolBars("A", flat(10, 11)), symbolBars("B", flat(9, 12))] });
  expect(lines).toEqual(["setup NaN 0", `close ${day(1)} 10`, `open ${day(2)} 10 A`, `close ${day(2)} 11`]);
  expect(kept?.value("A")).toBeNaN();
});

test("[U5] the first bar is the first on which every source has a value for some symbol; what never has one is said", async () => {
  const late = ({ pipeline }: SetupContext) => pipeline.factor(({ close }) => sma(close, 3));
  expect(await seen(late, (factor) => factor.values())).toEqual([
    "3: {A:11,B:23.333333333333332}",
    "4: {A:11.666666666666666,B:21.666666666666668,C:8.333333333333334}",
  ]);
  expect(await seen(late, (factor) => factor.values(), { warmup: "call" })).toHaveLength(4);
  const strategy = defineStrategy({
    setup: ({ pipeline }) => pipeline.factor(({ close }) => sma(close, 9)),
    onBar: (ctx) => ctx.log("never"),
  });
  const { warnings } = await backtest({ strategy, data: [symbolBars("A", flat(1, 2))] });
  expect(warnings.find(({ code }) => code === "strategy.neverCalled")?.message).toContain("and the factors of its pipeline");
});

test("[U5] nothing decided by a pipeline depends on later bars", async () => {
  const walk = (seed: number) =>
    Array.from({ length: 16 }, (_, at) => {
      const close = 50 + seed + ((at * at * (seed + 3) + at * 7) % 11);
      return `${close} ${close + 1} ${close - 1} ${close} 100`;
    });
  const strategy = defineStrategy({
    setup({ pipeline }) {
      const score = pipeline
        .factor(({ close }) => returns(close, 2))
        .rank()
        .zscore();
      return score.winsorize(0.1, 0.9).top(1).and(pipeline.close.percentileBetween(0, 0.9));
    },
    onBar(ctx, longs) {
      for (const symbol of ctx.symbols) ctx.orderTargetPercent(symbol, longs.has(symbol) ? "0.3" : 0);
    },
  });
  const data = ["A", "B", "C"].map((symbol, seed) => symbolBars(symbol, walk(seed)));
  const { findings, work } = await check({ strategy, data });
  expect(findings).toEqual([]);
  expect(work.cuts).toBeGreaterThan(10);
});

test("[U6] equal values rank in the order of the symbols; their highest ones first in that order, too", async () => {
  const same = { A: flat(3), B: flat(3), C: flat(1), D: flat(3) };
  const ranks = ({ pipeline: { close } }: SetupContext) => ({
    all: [
      close.rank(),
      close.rank({ ascending: false }),
      close.rank({ method: "average" }),
      close.rank({ method: "dense", ascending: false }),
    ],
    best: close.top(2),
    worst: close.bottom(2),
  });
  const [line] = await seen(
    ranks,
    ({ all, best, worst }) => [...all.map((each) => show(each.values())), best.symbols, "|", worst.symbols],
    { prices: same },
  );
  expect(line).toBe("1: {A:2,B:3,C:1,D:4} {A:1,B:2,C:4,D:3} {A:3,B:3,C:1,D:3} {A:1,B:1,C:2,D:1} A,B | C,A");
});

test("[U7] the universe decides who is compared; a mask narrows it and never widens it", async () => {
  const universe = [
    ["A", 1, 4],
    ["B", 3, 3],
    ["C", 1, 2],
  ] as const;
  const picks = ({ pipeline: { close, universe } }: SetupContext) => ({
    rank: close.rank({ ascending: false }),
    cheap: close.top(3, { mask: close.lt(25) }),
    others: universe.not().or(close.gt(0)),
    close,
  });
  const read = ({ rank, cheap, others, close }: ReturnType<typeof picks>) => [
    show(rank.values()),
    cheap.symbols,
    others.symbols,
    others.count,
    close.value("B"),
  ];
  expect(await seen(picks, read, { universe })).toEqual([
    "1: {A:1,C:2} A,C A,C 2 20",
    "2: {A:1} A A 1 20",
    "3: {A:2,B:1} A A,B 2 30",
    "4: {A:1} A A 1 15",
  ]);
});

test("[U8] groups are compared within themselves; a column of the universe's file names them, whoever has none is left out", async () => {
  const universe = [
    ["A", 1, 2, "x"],
    ["A", 3, null, "y"],
    ["B", 1, null, "y"],
    ["C", 1, null],
  ] as const;
  const ranks = ({ pipeline }: SetupContext) => {
    const sector = pipeline.classifier("sector");
    const best = pipeline.close.top(1, { groupBy: sector });
    return { rank: pipeline.close.rank({ groupBy: sector }), best, sector, inY: sector.eq("y"), named: sector.isDefined() };
  };
  const read = ({ rank, best, sector, inY, named }: ReturnType<typeof ranks>) => [
    show(rank.values()),
    best.symbols,
    sector.value("A"),
    inY.symbols,
    named.count,
  ];
  expect(await seen(ranks, read, { universe })).toEqual([
    "1: {A:1,B:1} B,A x B 2",
    "2: {A:1,B:1} B,A x B 2",
    "3: {A:1,B:2} B y A,B 2",
    "4: {A:1,B:2} B y A,B 2",
  ]);
  const halves = ({ pipeline: { close } }: SetupContext) => close.rank({ groupBy: close.quantiles(2) });
  expect((await seen(halves, (rank) => rank.values()))[2]).toBe("3: {A:2,B:1,C:1}");
});

test("[U9] symbols of a filter come best first, those of `and` by its left side, all else in the order of the symbols", async () => {
  const lists = ({ pipeline: { close } }: SetupContext) => {
    const best = close.top(2);
    return [
      best,
      best.and(close.gt(0)),
      close.gt(0).and(best),
      close.bottom(3).and(best),
      best.or(close.lt(15)),
      close.gt(10).not(),
      close.isDefined(),
    ];
  };
  const [, , third] = await seen(lists, (filters) => filters.map(({ symbols }) => symbols.join("")));
  expect(third).toBe("3: BA BA BA AB ABC C ABC");
});

test.each<readonly [(ctx: SetupContext) => unknown, string, string]>([
  [({ pipeline }) => pipeline.close.top(0), "pipeline.argument", "top got 0, expected a whole number from 1"],
  [({ pipeline }) => pipeline.close.quantiles(1), "pipeline.argument", "quantiles got 1, expected a whole number from 2"],
  [({ pipeline }) => pipeline.close.winsorize(5, 95), "pipeline.argument", "winsorize got 5, expected a fraction from 0 to 1"],
  [
    ({ pipeline }) => pipeline.close.percentileBetween(0.9, 0.1),
    "pipeline.argument",
    "percentileBetween got 0.9, expected a fraction below the upper one, 0.1",
  ],
  [({ pipeline }) => pipeline.close.plus(Number.NaN), "pipeline.argument", "plus got NaN, expected a factor or a finite number"],
  [({ pipeline }) => pipeline.close.mask(true as never), "pipeline.argument", "mask got true, expected a filter"],
  [({ pipeline }) => pipeline.close.rank({ method: "best" as never }), "pipeline.argument", 'rank got "best", expected one of ordinal'],
  [({ pipeline }) => pipeline.close.zscore({ groupBy: "x" as never }), "pipeline.argument", "groupBy: a classifier or a factor"],
  [({ pipeline }) => pipeline.factor(() => 3 as unknown as Series), "pipeline.argument", "factor got 3, expected an indicator of A"],
  [({ pipeline }) => pipeline.column({ A: { "2024-02-30": 1 } }), "pipeline.argument", 'column(…).A got "2024-02-30", expected dates'],
  [({ pipeline }) => pipeline.classifier({ A: 3 as never }), "pipeline.argument", "classifier(…).A got 3, expected a name of a group"],
  [({ pipeline }) => pipeline.classifier("sector"), "pipeline.unknownLabel", "the run has no universe"],
])("[U4] what a pipeline cannot do is refused in setup: %s", async (setup, code, message) => {
  const run = backtest({ strategy: defineStrategy({ setup: (ctx) => void setup(ctx) }), data: [symbolBars("A", flat(1, 2))] });
  await expect(run).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
});

test("[U5] factors are made in setup only, and a snapshot goes on with them", async () => {
  const data = Object.entries(prices).map(([symbol, rows]) => symbolBars(symbol, rows));
  const late = defineStrategy({ setup: ({ pipeline }) => pipeline.close, onBar: (_, close) => void close.rank() });
  await expect(backtest({ strategy: late, data })).rejects.toMatchObject({ code: "pipeline.outsideSetup" });
  let earlier: Factor | undefined;
  const mixed = defineStrategy({
    setup({ pipeline }) {
      earlier ??= pipeline.close;
      return pipeline.open.plus(earlier);
    },
  });
  await backtest({ strategy: mixed, data });
  await expect(backtest({ strategy: mixed, data })).rejects.toMatchObject({ code: "pipeline.otherRun" });
  const strategy = defineStrategy({
    setup: ({ pipeline }) => ({ best: pipeline.close.top(1), close: pipeline.close, group: pipeline.classifier({ A: "x" }) }),
    onBar: (ctx, { best, close }) => void (close.value("A") > 10 && ctx.orderTargetPercent(best.symbols[0] ?? "A", "0.1")),
  });
  const whole = await backtest({ strategy, data, snapshotAt: 2 });
  expect((await backtest({ strategy, data, continueFrom: whole.snapshot })).hash).toBe(whole.hash);
});

test("the example of docs/pipeline.md runs", async () => {
  const page = readFileSync(new URL("../../../docs/pipeline.md", import.meta.url), "utf8");
  const { default: strategy } = await importExample(/```ts\n([\s\S]*?)```/.exec(page)?.[1] ?? "");
  const data = ["A", "B", "C"].map((symbol, at) =>
    symbolBars(symbol, flat(...Array.from({ length: 12 }, (_, day) => 10 + at + ((day * (at + 2)) % 7)))),
  );
  const { fills, records } = await backtest({ strategy: strategy as Strategy, data });
  expect(fills.length).toBeGreaterThan(2);
  expect(records.best?.length).toBeGreaterThan(2);
});

test("a bar that only one symbol has takes part alone", async () => {
  const data = [barsFrom([{ time: day(1), open: "1", high: "1", low: "1", close: "1" }], { symbol: "A" })];
  const strategy = defineStrategy({
    setup: ({ pipeline }) => pipeline.close.zscore(),
    onBar: (ctx, score) => ctx.log(score.value("A")),
    warmup: "call",
  });
  expect((await backtest({ strategy, data })).logs.map(({ message }) => message)).toEqual(["NaN"]);
});
