import {
  type BacktestOptions,
  type BacktestResult,
  backtest,
  barsFrom,
  type Context,
  defineStrategy,
  type OrderOptions,
} from "../index.ts";
import { seededRandom } from "../run/random.ts";

export type Cents = readonly [open: number, high: number, low: number, close: number];

/** A command at the close of a bar; prices are offsets in cents from that bar's close, as a plan that any market can be given. */
export interface Said {
  readonly symbol: string;
  readonly quantity: number;
  readonly kind: "market" | "limit" | "stop" | "trail";
  readonly offset: number;
}

/** A run as numbers, so that a relation can change one thing of it. */
export interface RandomRun {
  readonly bars: Readonly<Record<string, readonly Cents[]>>;
  readonly said: readonly (readonly Said[])[];
}

const days = 24;

/** The same seed, the same run. Quantities are even, so that they can be split. */
export function randomRun(
  seed: number,
  names: readonly string[] = ["A"],
  kinds: readonly Said["kind"][] = ["market", "limit", "stop", "trail"],
): RandomRun {
  const next = seededRandom(seed);
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const bars = Object.fromEntries(
    names.map((name) => {
      let last = 10_000;
      const path = Array.from({ length: days }, (): Cents => {
        const open = last + whole(-150, 150);
        const close = open + whole(-300, 300);
        last = close;
        return [open, Math.max(open, close) + whole(0, 120), Math.min(open, close) - whole(0, 120), close];
      });
      return [name, path] as const;
    }),
  );
  const said = Array.from({ length: days - 1 }, () =>
    names.flatMap((symbol): Said[] => {
      if (next() < 0.5) return [];
      const kind = kinds[whole(0, kinds.length - 1)] ?? "market";
      return [{ symbol, quantity: 2 * whole(1, 20) * (next() < 0.5 ? -1 : 1), kind, offset: whole(1, 200) }];
    }),
  );
  return { bars, said };
}

export interface Telling {
  /** What a cent is, as a power of ten: prices are cents x 10^power. */
  readonly power?: number;
  readonly startDay?: string;
  /** What to do with a command besides placing it. */
  readonly around?: (ctx: Context, said: Said, place: (said: Said) => void) => void;
  readonly names?: Readonly<Record<string, string>>;
}

/** Runs it on a calendar without holidays, on a margin account with room for everything. */
export async function play(
  run: RandomRun,
  settings: Omit<BacktestOptions, "strategy" | "data"> = {},
  telling: Telling = {},
): Promise<BacktestResult> {
  const { power = -2, startDay = "2024-01-01", around = (_, each, place) => place(each), names = {} } = telling;
  const start = Date.parse(`${startDay}T00:00:00Z`);
  const price = (cents: number) => `${cents}e${power}`;
  const called = (symbol: string) => names[symbol] ?? symbol;
  const data = Object.entries(run.bars).map(([symbol, path]) =>
    barsFrom(
      path.map(([open, high, low, close], day) => ({
        time: new Date(start + day * 86_400_000).toISOString().slice(0, 10),
        open: price(open),
        high: price(high),
        low: price(low),
        close: price(close),
        volume: 1_000,
      })),
      { symbol: called(symbol) },
    ),
  );
  const strategy = defineStrategy({
    name: "random",
    onBar(ctx) {
      for (const each of run.said[ctx.bars - 1] ?? []) {
        around(ctx, each, ({ symbol, quantity, kind, offset }) => {
          const close = run.bars[symbol]?.[ctx.bars - 1]?.[3] ?? 0;
          const beyond = quantity > 0 ? offset : -offset;
          const options: Readonly<Record<Said["kind"], OrderOptions>> = {
            market: {},
            limit: { limit: price(close - beyond) },
            stop: { stop: price(close + beyond) },
            trail: { trail: price(offset) },
          };
          ctx.order(called(symbol), quantity, { ...options[kind] } as object);
        });
      }
    },
  });
  return backtest({
    cash: price(100_000_000_000),
    account: { type: "margin" },
    calendar: "24/7",
    instruments: { "*": { tick: price(1) } },
    ...settings,
    strategy,
    data,
  });
}
