import { add, exact, type TradeRow, textOf } from "@rustybt/engine/figures";
import { scaleLinear } from "d3-scale";
import type { Bar, ChartSpec, TableTwin, ValueAxis } from "./chart-spec.ts";
import { formatAmount, formatDecimal, formatMoney, formatTime, plural } from "./format.ts";
import { seriesStyle } from "./tokens.ts";
import { extent, linearAxis } from "./value-axis.ts";

export type TradePnl = Pick<TradeRow, "pnl" | "exitTime" | "symbol">;

const histogramBars = 24;

/** How many closed trades made how much, net of fees. No bar lies on both sides of zero. */
export function tradeHistogram(trades: readonly TradePnl[], currency: string): ChartSpec {
  const amounts = trades.map(({ pnl }) => Number(pnl));
  const scale = scaleLinear()
    .domain(extent(amounts, [0]))
    .nice(histogramBars);
  const edges = scale.ticks(histogramBars);
  const [low = 0, high = 1] = scale.domain();
  const bounds = edges.length >= 2 ? edges : [low, high];
  const counts = new Array<number>(bounds.length - 1).fill(0);
  for (const amount of amounts) {
    // A bar holds its lower edge, the last one also its upper.
    const above = bounds.findIndex((edge) => edge > amount);
    const at = above < 0 ? counts.length - 1 : Math.max(above - 1, 0);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const bars = counts.flatMap((count, i): Bar[] => {
    const [x0 = 0, x1 = 0] = [bounds[i], bounds[i + 1]];
    return count === 0 ? [] : [{ x0, x1, y0: 0, y1: count, token: x1 <= 0 ? "loss" : "gain" }];
  });
  const wins = trades.filter(({ pnl }) => Number(pnl) > 0).length;
  const losses = trades.filter(({ pnl }) => Number(pnl) < 0).length;
  return {
    id: "trade-histogram",
    title: `Trades by net profit, ${currency}`,
    sentence:
      trades.length === 0
        ? "No trade was closed."
        : `Of ${plural(trades.length, "closed trade")} ${wins} won and ${losses} lost, net of fees.`,
    x: {
      kind: "position",
      domain: [bounds[0] ?? 0, bounds.at(-1) ?? 1],
      ticks: positionTicks(bounds[0] ?? 0, bounds.at(-1) ?? 1, 6),
      title: currency,
    },
    y: wholeTicks(linearAxis(counts, { unit: "", include: [0, 1] })),
    layers: [{ kind: "bars", id: "trades", label: "Trades", bars }],
    get table(): TableTwin {
      return {
        columns: [
          { id: "from", label: `From, ${currency}`, align: "right" },
          { id: "to", label: `Below, ${currency}`, align: "right" },
          { id: "trades", label: "Trades", align: "right" },
        ],
        rows: counts.map((count, i) => [formatAmount(bounds[i] ?? 0, currency), formatAmount(bounds[i + 1] ?? 0, currency), String(count)]),
      };
    },
  };
}

/** Net profit added up trade by trade, in the order in which they were closed. */
export function cumulativePnlChart(trades: readonly TradePnl[], currency: string): ChartSpec {
  let sum = exact("0");
  const sums = trades.map(({ pnl }) => {
    sum = add(sum, exact(pnl));
    return textOf(sum);
  });
  const values = Float64Array.from(["0", ...sums], Number);
  const total = sums.at(-1) ?? "0";
  return {
    id: "cumulative-pnl",
    title: "Profit trade by trade",
    sentence:
      trades.length === 0
        ? "No trade was closed."
        : `${plural(trades.length, "closed trade")} made ${formatMoney(total, currency)} net of fees.`,
    x: { kind: "position", domain: [0, Math.max(trades.length, 1)], ticks: positionTicks(0, trades.length, 8), title: "trades" },
    y: linearAxis(values, { unit: currency, include: [0] }),
    layers: [{ kind: "step", id: "pnl", label: "Net profit", ...seriesStyle(0), values, endText: formatMoney(total, currency) }],
    get table(): TableTwin {
      return {
        columns: [
          { id: "trade", label: "Trade", align: "right" },
          { id: "symbol", label: "Symbol", align: "left" },
          { id: "exit", label: "Exit, UTC", align: "left" },
          { id: "pnl", label: `Net profit, ${currency}`, align: "right" },
          { id: "sum", label: `Sum, ${currency}`, align: "right" },
        ],
        rows: trades.map(({ symbol, exitTime, pnl }, i) => [
          String(i + 1),
          symbol,
          formatTime(exitTime),
          formatAmount(pnl, currency),
          formatAmount(sums[i] ?? "0", currency),
        ]),
      };
    },
  };
}

/** Half a trade is no tick. */
function wholeTicks(axis: ValueAxis): ValueAxis {
  return { ...axis, ticks: axis.ticks.filter(({ at }) => Number.isInteger(at)).map(({ at }) => ({ at, text: formatDecimal(at) })) };
}

function positionTicks(from: number, to: number, most: number): { at: number; text: string }[] {
  return scaleLinear()
    .domain([from, to])
    .ticks(most)
    .map((at) => ({ at, text: formatDecimal(at) }));
}
