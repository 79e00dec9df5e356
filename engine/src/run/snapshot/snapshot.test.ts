import {
  type BacktestOptions,
  type BacktestResult,
  backtest,
  type Context,
  type Decimal,
  defineStrategy,
  type Order,
  type Snapshot,
  sma,
} from "rustybt";
import { describe, expect, test } from "vitest";
import { goldenRuns } from "../../golden/runs.ts";
import { type BarSketch, dailyBars } from "../../testing/daily-bars.ts";

const sketches = Array.from({ length: 45 }, (_, n): BarSketch => {
  if (n % 11 === 7) return null;
  const open = 100 + ((n * 7) % 13);
  const close = 100 + ((n * 5) % 13);
  return [open, Math.max(open, close) + ((n * 3) % 4), Math.min(open, close) - (n % 3), close];
});
const data = [
  dailyBars(sketches, "A"),
  dailyBars(
    sketches.toReversed().map((bar) => bar ?? 95),
    "B",
  ),
];

/** The document without what a clock says. */
function documentOf(result: BacktestResult): unknown {
  const { manifest, seal: _, ...rest } = JSON.parse(JSON.stringify(result));
  const { startedAt: _startedAt, elapsedMs: _elapsedMs, ...facts } = manifest;
  return { ...rest, manifest: facts };
}

/** One more than the snapshot's text: what a file would hold. */
const overFile = (snapshot: Snapshot | undefined): Snapshot => JSON.parse(JSON.stringify(snapshot));

async function expectSame(options: BacktestOptions, at: string | number, whole: BacktestResult): Promise<void> {
  const taken = await backtest({ ...options, snapshotAt: at });
  expect(taken.hash).toBe(whole.hash);
  const continued = await backtest({ ...options, continueFrom: overFile(taken.snapshot) });
  expect([at, documentOf(continued)]).toEqual([at, documentOf(whole)]);
  expect(continued.eventsText()).toBe(whole.eventsText());
}

interface Notes {
  entries: Order[];
  byDay: Map<string, Decimal>;
  seen: Set<number>;
  last: { order: Order | undefined; at: Date | undefined; count: bigint; low: number };
}

/** Holds everything a state may hold, and orders of every kind on two symbols, one with missing bars. */
function busy() {
  return defineStrategy({
    name: "busy",
    setup(ctx) {
      const notes: Notes = {
        entries: [],
        byDay: new Map(),
        seen: new Set(),
        last: { order: undefined, at: undefined, count: 0n, low: Number.POSITIVE_INFINITY },
      };
      ctx.log("setup", ctx.random());
      ctx.schedule({ every: "week", at: "open" }, (ctx) => {
        notes.seen.add(ctx.bars); // the object that setup made, not the argument
        ctx.order("B", 3, { at: "close" });
      });
      ctx.schedule({ every: "week", on: "last" }, (ctx) => ctx.record("draw", ctx.random()));
      return { notes, average: sma(ctx.data.of("B").close, 3), prices: ctx.data.of("A"), twice: [notes, notes] };
    },
    onOpen(ctx, { notes }) {
      if (ctx.bars % 6 === 5) notes.entries.push(ctx.order("B", 2));
    },
    onBar(ctx, { notes, average, prices, twice }) {
      if (twice[0] !== twice[1] || twice[0] !== notes) throw new Error("one object became two");
      if (ctx.bars % 9 === 2) ctx.bracket("A", 10, { takeProfit: 112, stopLoss: 99, entry: 106 });
      if (ctx.bars % 9 === 4) notes.last.order = ctx.order("B", 5, { limit: 104, expires: ctx.time + 6 * 86_400_000, tag: "gtd" });
      if (ctx.bars % 9 === 5) notes.last.order?.modify({ limit: 107 });
      if (ctx.bars % 9 === 6) ctx.order("A", -1, { trail: 2, activation: 110 });
      if (ctx.bars % 9 === 7) ctx.order("A", 4, { ifTouched: 103 });
      if (ctx.bars % 9 === 8 && ctx.position("B").isLong)
        ctx.oco(ctx.order("B", -2, { limit: 111 }), ctx.order("B", -2, { stop: 101, reduceOnly: true }));
      if (ctx.bars % 20 === 19) ctx.cancelAll("B");
      notes.last.at = new Date(ctx.time);
      notes.last.count += 1n;
      notes.last.low = Math.min(notes.last.low, average.value, prices.low.value);
      notes.byDay.set(ctx.date, ctx.portfolio.equity);
    },
    onFill(ctx, { notes }, fill) {
      ctx.log("fill", fill.id, notes.entries.includes(fill.order), fill.order === notes.last.order);
      if (fill.orderId % 5 === 0) ctx.order(fill.symbol, 1);
    },
    onOrder(ctx, _, event) {
      ctx.log(event.order.id, event.status, event.reason ?? "");
    },
    onEnd(ctx, { notes, average }) {
      ctx.record("state", JSON.stringify([notes.entries.map(({ id, filled }) => [id, filled]), [...notes.byDay], [...notes.seen]]));
      ctx.log(notes.last.at, String(notes.last.count), notes.last.low, average.value);
    },
  });
}

const everyBar = Array.from({ length: 45 }, (_, index) => index + 1);

describe("a snapshot at any bar, continued, gives the same bytes", () => {
  test.each([
    ["at the next open", {}],
    ["at this close, with costs and a volume limit", { fills: { market: "thisClose", volumeLimit: "0.01" }, commission: "perTrade:1" }],
    [
      "with fees by tiers of the last days",
      {
        commission: {
          model: "tiered",
          by: "value",
          charge: "percent",
          window: "5d",
          marginal: true,
          tiers: [
            { from: "0", maker: "0.001", taker: "0.002" },
            { from: "700", maker: "0.0005", taker: "0.001" },
            { from: "1500", maker: "-0.0001", taker: "0.0003" },
          ],
          unit: "0.01",
          currency: "EUR",
        },
        rates: { EUR: "1.0856" },
      },
    ],
  ] as const)("every bar of a run with every kind of order, %s", async (_, settings) => {
    const options = { strategy: busy(), data, seed: 3, ...settings } as BacktestOptions;
    const whole = await backtest(options);
    expect(whole.fills.length).toBeGreaterThan(25);
    for (const bar of everyBar) await expectSame(options, bar, whole);
  });

  test.each(goldenRuns.map(({ name, options }, index) => [name, options, index] as const))("%s", async (_, make, index) => {
    const options = await make();
    const whole = await backtest(options);
    const { length } = whole.equitySeries.times;
    await expectSame(options, 1 + ((index * 397) % length), whole);
  });

  test("a snapshot of a continued run goes on as well, and a date is the close of its last bar", async () => {
    const options: BacktestOptions = { strategy: busy(), data };
    const whole = await backtest(options);
    const first = await backtest({ ...options, snapshotAt: "2024-01-20" }); // a Saturday
    expect(first.snapshot).toMatchObject({ date: "2024-01-19", closed: 13, next: 13 });
    const second = await backtest({ ...options, continueFrom: overFile(first.snapshot), snapshotAt: 30 });
    const direct = await backtest({ ...options, snapshotAt: 30 });
    const facts = ({ commands, sha256: _, ...rest }: Snapshot) => ({ ...rest, commands: commands.map(([name]) => name) });
    expect(facts(overFile(second.snapshot))).toEqual(facts(overFile(direct.snapshot)));
    const end = await backtest({ ...options, continueFrom: overFile(second.snapshot) });
    expect(documentOf(end)).toEqual(documentOf(whole));
  });
});

test("[E7] bars that came later may stand behind the snapshot", async () => {
  const strategy = defineStrategy({ onBar: (ctx) => void (ctx.bars % 3 === 1 && ctx.order(1)) });
  const short = await backtest({ strategy, data: dailyBars(sketches.slice(0, 20)), snapshotAt: 18 });
  const options = { strategy, data: dailyBars(sketches) };
  const continued = await backtest({ ...options, continueFrom: overFile(short.snapshot) });
  expect(documentOf(continued)).toEqual(documentOf(await backtest(options)));
});

describe("what cannot be kept or continued is refused by name", () => {
  class Counter {
    n = 0;
  }
  test.each([
    ["an instance of a class", () => ({ a: { counter: new Counter() } }), "state.a.counter: it is an instance of Counter"],
    ["a function", () => ({ list: [() => 1] }), "state.list[0]: it is a function"],
    [
      "a getter",
      () => ({
        get now() {
          return 1;
        },
      }),
      "state.now: it is a getter or setter",
    ],
    ["a symbol", () => new Map([["x", Symbol("s")]]), 'state.get("x"): it is a symbol'],
    ["another run's object", () => ({ weak: new WeakMap() }), "state.weak: it is an instance of WeakMap"],
  ])("%s in the state", async (_, state, message) => {
    const strategy = defineStrategy({ setup: state as () => unknown, onBar: () => undefined });
    await expect(backtest({ strategy, data, snapshotAt: 5 })).rejects.toMatchObject({
      code: "snapshot.state",
      message: expect.stringContaining(message),
    });
  });

  const buy = (ctx: Context) => void (ctx.bars === 2 && ctx.order("A", 1));
  const base = { strategy: defineStrategy({ name: "s", onBar: buy }), data };
  test.each([
    ["setting cash", { ...base, cash: "5000" }, 'setting cash is "5000", in the snapshot "100000"'],
    ["code", { ...base, strategy: defineStrategy({ name: "s", onBar: (ctx: Context) => void ctx.bars }) }, "code of the strategy is"],
    ["name", { ...base, strategy: defineStrategy({ name: "t", onBar: buy }) }, "strategy is t, in the snapshot s"],
    ["data", { ...base, data: [dailyBars(sketches.with(3, 101), "A"), data[1]] }, "data of A up to 2024-01-16"],
    ["symbols", { ...base, data: data[0] }, "symbols is A, in the snapshot A, B"],
  ] as const)("another %s", async (_, options, message) => {
    const { snapshot } = await backtest({ ...base, snapshotAt: 10 });
    await expect(backtest({ ...(options as BacktestOptions), continueFrom: snapshot })).rejects.toMatchObject({
      code: "snapshot.otherRun",
      message: expect.stringContaining(message),
    });
  });

  test("a changed snapshot, something else, a moment outside the run, bounds", async () => {
    const { snapshot } = await backtest({ ...base, snapshotAt: 10 });
    const code = (options: object) =>
      backtest({ ...base, ...options }).then(
        () => "none",
        (error) => error.code,
      );
    expect(await code({ continueFrom: { ...snapshot, drawn: 9 } })).toBe("snapshot.changed");
    expect(await code({ continueFrom: { schema: "x" } })).toBe("snapshot.format");
    for (const snapshotAt of [0, 46, 1.5, "2024-13-01", "2023-01-01", "2030-01-01", "soon"])
      expect(await code({ snapshotAt })).toBe("snapshot.at");
    expect(await code({ continueFrom: snapshot, snapshotAt: 9 })).toBe("snapshot.at");
    expect(await code({ bounds: true, snapshotAt: 9 })).toBe("settings.conflict");
  });
});
