import { type BacktestOptions, backtest, barsFrom, type Context, defineStrategy, type Fill, type OrderEvent, verifyResult } from "rustybt";

interface MinuteScenario extends Omit<BacktestOptions, "strategy" | "data"> {
  /** `"open high low close"`, with a volume behind where it matters: bars of a minute from 14:30 on. */
  readonly bars: readonly string[];
  /** What the strategy does at the close of bar n. */
  readonly at?: Readonly<Record<number, (ctx: Context) => void>>;
  /** Before bar n opens. */
  readonly open?: Readonly<Record<number, (ctx: Context) => void>>;
  readonly onFill?: (ctx: Context, fill: Fill) => void;
  readonly onOrder?: (ctx: Context, event: OrderEvent) => void;
}

const start = Date.parse("2024-01-02T14:30:00Z");

export function minuteBars(rows: readonly string[]) {
  const bars = rows.map((row, index) => {
    const [open = "", high = "", low = "", close = "", volume = "0"] = row.split(" ");
    return { time: new Date(start + index * 60_000).toISOString(), open, high, low, close, volume };
  });
  return barsFrom(bars, { symbol: "X" });
}

/** Runs a script over bars of a minute; `lives` tells each order's life: bar, status, and what its event says of messages. */
export async function minutes({ bars, at = {}, open = {}, onFill, onOrder, ...settings }: MinuteScenario) {
  const strategy = defineStrategy({
    name: "minutes",
    ...(onFill === undefined ? {} : { onFill: (ctx: Context, _: undefined, fill: Fill) => onFill(ctx, fill) }),
    ...(onOrder === undefined ? {} : { onOrder: (ctx: Context, _: undefined, event: OrderEvent) => onOrder(ctx, event) }),
    ...(Object.keys(open).length === 0 ? {} : { onOpen: (ctx: Context) => open[ctx.bars + 1]?.(ctx) }),
    onBar: (ctx: Context) => at[ctx.bars]?.(ctx),
  });
  const result = (await backtest({ strategy, data: minuteBars(bars), ...settings })).toJSON();
  const { findings } = verifyResult(JSON.parse(JSON.stringify(result)));
  if (findings.length > 0) throw new Error(`the result contradicts itself: ${JSON.stringify(findings)}`);
  const barOf = (t: string) => (Date.parse(t) - start) / 60_000 + 1;
  return {
    result,
    lives: result.orders.map(({ history }) => history.map((change) => told(barOf(change.t), change))),
    fills: result.fills.map(({ t, orderId, quantity, price, why }) => `${barOf(t)}: #${orderId} ${quantity} at ${price} ${why.point}`),
  };
}

function told(
  bar: number,
  { status, reason, latency, arrived, refused }: { status: string; reason?: string; latency?: string; arrived?: true; refused?: string },
): string {
  const more = [reason, latency && `takes ${latency}`, arrived && "arrived", refused && `refused ${refused}`];
  return `${bar} ${[status, ...more].filter((part) => part !== undefined).join(" ")}`;
}
