import type { MetricValue, OrderRow, ResultDocument, TradeRow } from "@rustybt/engine";
import { isPercentMetric, metricDigits, roundPercent } from "../charts/format.ts";
import { formatSeconds } from "./progress.ts";
import { wrapText } from "./terminal.ts";

const mostTrades = 10;
const mostDecidingBars = 5;

/** The parts that are shown: a finished run makes each when it is read, the whole document takes seconds for millions of bars. */
export type ShownResult = Pick<
  ResultDocument,
  "manifest" | "summary" | "metrics" | "orders" | "trades" | "positions" | "warnings" | "assumptions" | "hash"
> & { readonly bounds?: ResultDocument["bounds"] | undefined };

/** A result for people. Money is shown to the last digit, ratios as percent. */
export function resultTable(result: ShownResult, columns: number): string {
  const { manifest, summary } = result;
  const symbols = manifest.data.map(({ symbol }) => symbol);
  const title = `${manifest.strategy.name} on ${shortList(symbols)}, ${day(summary.from)} to ${day(summary.to)}, ${grouped(String(summary.points))} bars in ${formatSeconds(manifest.elapsedMs)}`;
  return [
    wrapText(title, columns),
    "",
    ...pairs(headFigures(result), columns),
    "",
    "Metrics",
    ...pairs(
      result.metrics.filter(({ id }) => !inHead.includes(id)).map((metric) => metricFigure(metric, summary.currency)),
      columns,
    ),
    "",
    ...tradeLines(result.trades, columns),
    ...positionLines(result),
    ...boundsLines(result, columns),
    ...noteLines(result, columns),
    `hash ${result.hash}`,
    "",
  ].join("\n");
}

const inHead = ["totalReturn", "annualReturn", "maxDrawdown", "trades", "fees", "slippage"];

type Figure = readonly [label: string, value: string];

function headFigures({ summary, orders }: ShownResult): Figure[] {
  const { currency } = summary;
  return [
    ["Start value", `${grouped(summary.startValue)} ${currency}`],
    ["End value", `${grouped(summary.endValue)} ${currency}`],
    ["Total return", percent(summary.totalReturn)],
    ["Annual return", summary.annualReturn === null ? "undefined" : percent(summary.annualReturn)],
    ["Max drawdown", percent(summary.maxDrawdown)],
    ["Dividends", grouped(summary.dividends)],
    ["Fees", grouped(summary.fees)],
    ["Slippage", grouped(summary.slippage)],
    ["Trades", String(summary.trades)],
    ["Orders", orderCounts(orders)],
    ...holdingCosts(summary),
  ];
}

/** What it cost to hold positions and cash, where the run was charged for it; earned is below zero. */
function holdingCosts({ costs }: ShownResult["summary"]): Figure[] {
  const kinds = [
    ["Borrow", costs.borrow],
    ["Financing", costs.financing],
    ["Interest", costs.interest],
  ] as const;
  return kinds.flatMap(([label, amount]): Figure[] => (amount === undefined ? [] : [[label, grouped(amount)]]));
}

function orderCounts(orders: readonly OrderRow[]): string {
  const counts = new Map<string, number>();
  for (const { status } of orders) counts.set(status, (counts.get(status) ?? 0) + 1);
  const filled = counts.get("filled") ?? 0;
  return filled === orders.length
    ? String(orders.length)
    : `${orders.length}: ${[...counts].map(([status, count]) => `${count} ${words(status)}`).join(", ")}`;
}

function metricFigure(metric: MetricValue, currency: string): Figure {
  const digits = metricDigits(metric, currency);
  if (metric.value === null || metric.unit === "time") return [metric.label, digits];
  return [metric.label, isPercentMetric(metric) ? `${digits} %` : grouped(digits)];
}

/** Two columns of label and value where they fit, else one. */
function pairs(figures: readonly Figure[], columns: number): string[] {
  const labels = Math.max(...figures.map(([label]) => label.length));
  const cells = figures.map(([label, value]) => `${label.padEnd(labels)}  ${value}`);
  const half = Math.floor((columns - 4) / 2);
  if (cells.some((cell) => cell.length > half)) return cells.map((cell) => `  ${cell}`);
  const rows = Math.ceil(cells.length / 2);
  return Array.from({ length: rows }, (_, row) => `  ${(cells[row] ?? "").padEnd(half)}  ${cells[row + rows] ?? ""}`.trimEnd());
}

function tradeLines(trades: readonly TradeRow[], columns: number): string[] {
  if (trades.length === 0) return ["No trades were closed.", ""];
  const shown = trades.slice(-mostTrades);
  const many = new Set(trades.map(({ symbol }) => symbol)).size > 1;
  const isDaily = shown.every(({ entryTime, exitTime }) => [entryTime, exitTime].every((time) => time.endsWith("T00:00:00Z")));
  const time = (text: string): string => (isDaily ? day(text) : text.slice(2, 16).replace("T", " "));
  const rows = shown.map((trade) => [
    ...(many ? [trade.symbol] : []),
    `${trade.side === "short" ? "-" : ""}${trade.quantity}`,
    time(trade.entryTime),
    trade.entryPrice,
    time(trade.exitTime),
    trade.exitPrice,
    trade.pnl,
  ]);
  const heading = [...(many ? ["symbol"] : []), "quantity", "entry", "price", "exit", "price", "pnl"];
  const title = trades.length > shown.length ? `Trades, the last ${shown.length} of ${trades.length}` : "Trades";
  return [title, ...aligned([heading, ...rows], columns), ""];
}

/** Right-aligned columns; what does not fit a narrow screen is cut at its end with an ellipsis. */
function aligned(rows: readonly (readonly string[])[], columns: number): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => {
    const line = `  ${row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join("  ")}`;
    return line.length > columns ? `${line.slice(0, columns - 3)}...` : line;
  });
}

function positionLines({ positions, summary }: ShownResult): string[] {
  if (positions.length === 0) return [];
  const lines = positions.map(
    ({ symbol, quantity, lastPrice, unrealized }) =>
      `  ${quantity} ${symbol} at ${lastPrice}, unrealized ${grouped(unrealized)} ${summary.currency}`,
  );
  return ["Open at the end", ...lines, ""];
}

function boundsLines({ bounds, summary }: ShownResult, columns: number): string[] {
  if (bounds === undefined) return [];
  const { low, high, bars, runs } = bounds;
  const shown = bars.slice(0, mostDecidingBars).map(({ t, symbol, reason }) => `${symbol} ${shortTime(t)} (${words(reason)})`);
  const more = bars.length > shown.length ? ` and ${bars.length - shown.length} more` : "";
  const decided =
    bars.length === 0
      ? "No bar leaves a fill open."
      : `${bars.length} ${bars.length === 1 ? "bar decides" : "bars decide"}: ${shown.join(", ")}${more}.`;
  return [
    `Bounds over ${runs.length} models of path and limits: an envelope, not a guarantee`,
    `  End value from ${grouped(low)} to ${grouped(high)} ${summary.currency}; this run ${grouped(summary.endValue)}`,
    `  ${wrapText(decided, columns - 2, "    ")}`,
    "",
  ];
}

function shortTime(t: string): string {
  return t.endsWith("T00:00:00Z") ? day(t) : t.slice(0, 16).replace("T", " ");
}

function noteLines({ warnings, assumptions }: ShownResult, columns: number): string[] {
  const optimistic = assumptions.filter(({ message }) => message.startsWith("Optimistic"));
  const rest = assumptions.length - optimistic.length;
  const notes = [
    ...warnings.map(({ message }) => `warning: ${message}`),
    ...optimistic.map(({ message }) => message),
    `${rest} ${optimistic.length === 0 ? "" : "more "}assumptions stand in the result; --json shows them.`,
  ];
  return ["Notes", ...notes.map((note) => `  ${wrapText(note, columns - 2, "    ")}`), ""];
}

function shortList(symbols: readonly string[]): string {
  return symbols.length <= 4 ? symbols.join(", ") : `${symbols.slice(0, 3).join(", ")} and ${symbols.length - 3} more`;
}

function day(time: string): string {
  return time.slice(0, 10);
}

/** `1234567.5` as `1,234,567.5`; every digit stays. */
function grouped(decimal: string): string {
  const [whole = "", fraction] = decimal.split(".");
  const separated = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction === undefined ? separated : `${separated}.${fraction}`;
}

/** A ratio in percent with two decimals, rounded as in every report. */
function percent(ratio: string): string {
  return `${roundPercent(ratio)} %`;
}

function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
