import type { ResultDocument } from "@rustybt/engine/figures";
import { formatAmount, formatPrice, formatTime, minusSign, type TableSpec } from "../charts/index.ts";

/** More rows than this make a page slow to open; the result has all of them. */
const mostTrades = 5000;

/** Closed trades in the order in which they were closed. */
export function tradeTable({ trades, summary }: Pick<ResultDocument, "trades" | "summary">): TableSpec {
  const { currency } = summary;
  const first = Math.max(0, trades.length - mostTrades);
  return {
    id: "trades",
    title: "Trades",
    sentence: `${trades.length} trades were closed.`,
    table: {
      columns: [
        { id: "trade", label: "#", align: "right" },
        { id: "symbol", label: "Symbol", align: "left" },
        { id: "quantity", label: "Quantity", align: "right" },
        { id: "entryTime", label: "Entry, UTC", align: "left" },
        { id: "entryPrice", label: "Entry price", align: "right" },
        { id: "exitTime", label: "Exit, UTC", align: "left" },
        { id: "exitPrice", label: "Exit price", align: "right" },
        { id: "fees", label: `Fees, ${currency}`, align: "right" },
        { id: "pnl", label: `Net profit, ${currency}`, align: "right" },
      ],
      rows: trades
        .slice(first)
        .map(({ symbol, side, quantity, entryTime, entryPrice, exitTime, exitPrice, fees, pnl }, i) => [
          String(first + i + 1),
          symbol,
          `${side === "short" ? minusSign : ""}${formatPrice(quantity)}`,
          formatTime(entryTime),
          formatPrice(entryPrice),
          formatTime(exitTime),
          formatPrice(exitPrice),
          formatAmount(fees, currency),
          formatAmount(pnl, currency),
        ]),
    },
    ...(first === 0 ? {} : { note: `The last ${mostTrades} of ${trades.length} trades; result.json has all of them.` }),
  };
}
