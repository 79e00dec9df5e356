import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import {
  type BacktestOptions,
  backtest,
  type Context,
  crossOver,
  crossUnder,
  defineStrategy,
  type ResultDocument,
  readCsv,
  sma,
} from "rustybt";
import { sharedData } from "../testing/shared-data.ts";

/** A trade as backtesting.py lists it; bars count from 0, amounts are floats. */
export interface ReferenceTrade {
  readonly Size: number;
  readonly EntryBar: number;
  readonly ExitBar: number;
  readonly EntryPrice: number;
  readonly ExitPrice: number;
  readonly SL: number | null;
  readonly TP: number | null;
  readonly PnL: number;
  readonly Commission: number;
  readonly EntryTime: string;
  readonly ExitTime: string;
}

export interface ReferenceRun {
  readonly data_file: string;
  readonly bars: number;
  readonly strategy: string;
  readonly params: { readonly fast?: number; readonly slow?: number; readonly n?: number };
  readonly engine_options: { readonly cash: number; readonly trade_on_close?: boolean };
  readonly stats: Readonly<Record<string, unknown>>;
  readonly trades: readonly ReferenceTrade[];
  readonly equity_every_50th: readonly (readonly [string, number])[];
}

const referenceRuns: readonly ReferenceRun[] = JSON.parse(
  gunzipSync(readFileSync(sharedData("reference/backtests/backtesting.py-runs.json.gz"))).toString(),
);

export function referenceRun(index: number): ReferenceRun {
  const run = referenceRuns[index];
  if (run === undefined) throw new Error(`backtesting.py-runs.json.gz has no run ${index}`);
  return run;
}

/** The SMA cross of the recorded runs: on a cross close, then enter what was recorded. */
export async function reproduceCross(
  reference: ReferenceRun,
  enter: (ctx: Context, trade: ReferenceTrade) => void,
  settings: Omit<BacktestOptions, "strategy" | "data"> = {},
): Promise<ResultDocument> {
  const onClose = reference.engine_options.trade_on_close === true;
  const decided = (bar: number) => bar + (onClose ? 1 : 0);
  const longOnly = reference.strategy === "SmaCrossLong";
  const lastExit = Math.max(...reference.trades.map((trade) => trade.ExitBar));
  // What is still open is closed in the last bar; with trade_on_close at the close before it.
  const end = lastExit >= reference.bars - 2 ? decided(lastExit) : undefined;
  const strategy = defineStrategy({
    name: reference.strategy,
    setup: ({ data }) => ({ fast: sma(data.close, reference.params.fast ?? 0), slow: sma(data.close, reference.params.slow ?? 0) }),
    onBar(ctx, { fast, slow }) {
      const over = crossOver(fast, slow);
      if (over || crossUnder(fast, slow)) {
        ctx.close();
        const trade = reference.trades.find((each) => decided(each.EntryBar) === ctx.bars);
        if (trade !== undefined && (over || !longOnly)) enter(ctx, trade);
      } else if (ctx.bars === end) {
        ctx.close();
      }
    },
  });
  const data = await readCsv(sharedData(reference.data_file), { timezone: "UTC" });
  const cash = String(reference.engine_options.cash);
  return (await backtest({ strategy, data, cash, fills: { market: onClose ? "thisClose" : "nextOpen" }, ...settings })).toJSON();
}

/** A recorded float as an amount: binary dust beyond the sixth decimal is cut off. */
export const amount = (value: number): number => Number(value.toFixed(6));

export const expectedTrades = (reference: ReferenceRun) =>
  [...reference.trades]
    .sort((a, b) => a.EntryBar - b.EntryBar)
    .map((trade) => ({
      quantity: trade.Size,
      entryTime: `${trade.EntryTime.replace(" ", "T")}Z`,
      entryPrice: amount(trade.EntryPrice),
      exitTime: `${trade.ExitTime.replace(" ", "T")}Z`,
      exitPrice: amount(trade.ExitPrice),
      fees: amount(trade.Commission),
      pnl: amount(trade.PnL),
    }));

export const seenTrades = (result: ResultDocument) =>
  result.trades.map((trade) => ({
    quantity: Number(trade.quantity) * (trade.side === "long" ? 1 : -1),
    entryTime: trade.entryTime,
    entryPrice: Number(trade.entryPrice),
    exitTime: trade.exitTime,
    exitPrice: Number(trade.exitPrice),
    fees: amount(Number(trade.fees)),
    pnl: amount(Number(trade.pnl)),
  }));

/** Recorded and seen equity at the recorded moments. */
export function equityPairs(reference: ReferenceRun, result: ResultDocument) {
  const seen = new Map(result.equity.map((point) => [point.t, point.equity]));
  const recorded = reference.equity_every_50th.map(([time, equity]) => ({ t: `${time.replace(" ", "T")}Z`, equity: amount(equity) }));
  return { recorded, seen: recorded.map(({ t }) => ({ t, equity: amount(Number(seen.get(t))) })) };
}
