import { type BacktestOptions, backtest, barsFrom, type Context, defineStrategy, verifyResult } from "rustybt";

/** XNYS sessions, so that hand-made bars raise no warnings. */
const sessions = ["02", "03", "04", "05", "08", "09", "10", "11", "12", "16", "17", "18", "19", "22", "23", "24"].map(
  (day) => `2024-01-${day}`,
);

/** The date of bar n, counted from 1 as SPEC.md does. */
export function day(n: number): string {
  const date = sessions[n - 1];
  if (date === undefined) throw new Error(`scenarios have at most ${sessions.length} days, asked for day ${n}`);
  return date;
}

/** Bars as SPEC.md writes them, `"open high low close"` or with a volume behind; `null` is a day without a bar. */
export type Bars = readonly (string | null)[];

export type Script = Readonly<Record<number, (ctx: Context) => void>>;

export interface Scenario extends Omit<BacktestOptions, "strategy" | "data"> {
  /** One symbol `X`, or several by name. */
  readonly bars: Bars | Readonly<Record<string, Bars>>;
  /** What the strategy does at the close of bar n. */
  readonly at?: Script;
}

/** Runs a script over hand-made bars and tells the outcome in short sentences. */
export async function run({ bars, at = {}, ...settings }: Scenario) {
  const symbols = isOneSymbol(bars) ? { X: bars } : bars;
  const strategy = defineStrategy({
    name: "scenario",
    onBar(ctx) {
      at[ctx.bars]?.(ctx);
    },
  });
  const data = Object.entries(symbols).map(([symbol, rows]) => symbolBars(symbol, rows));
  const result = (await backtest({ strategy, data, ...settings })).toJSON();
  const { findings } = verifyResult(JSON.parse(JSON.stringify(result)));
  if (findings.length > 0) throw new Error(`the result contradicts itself: ${JSON.stringify(findings)}`);
  const dayOf = (t: string) => sessions.indexOf(t.slice(0, 10)) + 1;
  const several = data.length > 1;
  return {
    result,
    /** `"2: #1 buy 100 at 95 open"`: day, order, fill, path point. */
    fills: result.fills.map(
      (fill) =>
        `${dayOf(fill.t)}: #${fill.orderId} ${fill.side} ${fill.quantity}${several ? ` ${fill.symbol}` : ""} at ${fill.price} ${fill.why.point}`,
    ),
    /** `"#1 canceled insufficientCash"`: how each order stands at the end. */
    orders: result.orders.map((order) => [`#${order.id}`, order.status, order.reason].filter((part) => part !== undefined).join(" ")),
    /** `"long 100 from 10 to 12: 200"`: closed lot pieces with their gross profit. */
    trades: result.trades.map(
      (trade) => `${trade.side} ${trade.quantity} from ${trade.entryPrice} to ${trade.exitPrice}: ${trade.grossPnl}`,
    ),
    positions: Object.fromEntries(result.positions.map((position) => [position.symbol, position.quantity])),
    fees: result.fills.map((fill) => fill.fee),
    equity: result.equity.map((point) => point.equity),
    cash: result.equity.map((point) => point.cash),
    endCash: result.summary.cash,
  };
}

function isOneSymbol(bars: Scenario["bars"]): bars is Bars {
  return Array.isArray(bars);
}

export function symbolBars(symbol: string, rows: Bars) {
  const bars = rows.flatMap((row, index) => {
    if (row === null) return [];
    const [open = "", high = "", low = "", close = "", volume = "0"] = row.split(" ");
    return [{ time: day(index + 1), open, high, low, close, volume }];
  });
  return barsFrom(bars, { symbol });
}
