import { runOracle } from "./oracle.ts";
import type { Command, OracleScenario, ScenarioBar } from "./scenario.ts";

function barOf(row: string): ScenarioBar {
  const [open = "", high = "", low = "", close = "", volume = "1000000"] = row.split(" ");
  return { open, high, low, close, volume };
}

/** Bars as SPEC.md writes them, commands by the bar at whose close they are said, counted from 1. */
export function run(
  rows: readonly string[],
  said: Readonly<Record<number, readonly Command[]>>,
  settings: Partial<OracleScenario> = {},
  finer: Readonly<Record<number, readonly string[]>> = {},
) {
  const bars = rows.map(barOf);
  const detail = bars.map((_, day) => (finer[day + 1] ?? []).map(barOf));
  const outcome = runOracle(
    {
      cash: "100000",
      account: "cash",
      lots: "fifo",
      settled: false,
      commission: { model: "none" },
      slippage: { model: "none" },
      market: "nextOpen",
      path: "adaptive",
      limit: "touch",
      closeAtEnd: false,
      symbols: [{ symbol: "X", multiplier: "1", bars, actions: [], detail }],
      commands: bars.map((_, day) => said[day + 1] ?? []),
      ...settings,
    },
    12,
  );
  const dayOfFill = (day: number) => day + 1;
  return {
    fills: outcome.fills.map((fill) => `${dayOfFill(fill.day)}: #${fill.id} ${fill.side} ${fill.quantity} at ${fill.price} ${fill.point}`),
    orders: outcome.orders.map((order) => [`#${order.id}`, order.status, order.reason].filter(Boolean).join(" ")),
    fees: outcome.fills.map((fill) => fill.fee),
    accruals: outcome.lines
      .filter((line) => line.type === "accrual")
      .map(({ kind, days, base, amount }) => `${kind} ${days} ${base} ${amount}`),
    cash: outcome.equity.map((point) => point.cash),
    outcome,
  };
}

export const flat = (price: string, volume = "1000000") => `${price} ${price} ${price} ${price} ${volume}`;
export const order = (quantity: string, terms: object = {}): Command => ({ do: "order", symbol: "X", quantity, ...terms });
