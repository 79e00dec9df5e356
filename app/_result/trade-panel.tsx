"use client";

import { type ReactNode, useMemo } from "react";
import type { FillRow, TradeRow } from "rustybt";
import { drawChart, fillsChart } from "rustybt/charts";
import { ruleSentence } from "rustybt/explain";
import { DrawingSvg } from "#app/_charts/drawing.tsx";
import { formatAmount, formatMoney, formatPrice, formatTime } from "#app/_lib/format.ts";
import { SignedAmount } from "#app/_ui/amount.tsx";
import type { BarColumns } from "#server/runs/results/bar-columns.ts";
import { Facts } from "./facts.tsx";
import { Part } from "./part.tsx";
import { useResultSource, useRows } from "./result-source.tsx";
import { RowPanel } from "./row-panel.tsx";
import type { RowTable } from "./rows/row-table.ts";

interface TradePanelProps {
  readonly table: RowTable;
  readonly row: number;
  readonly steps: ReactNode;
  readonly onClose: () => void;
}

/** One trade on its bars, with what opened and closed it. */
export function TradePanel({ table, row, steps, onClose }: TradePanelProps) {
  const { overview } = useResultSource();
  const { currency } = overview.summary;
  const trade = useMemo(() => table.row<TradeRow>(row), [table, row]);
  const { data: fills } = useRows("fills");
  const own = useMemo(() => fillsOf(fills, trade), [fills, trade]);
  return (
    <RowPanel
      title={`Trade ${row + 1}`}
      description={`${trade.side === "long" ? "Long" : "Short"} ${formatPrice(trade.quantity)} ${trade.symbol}`}
      noun="trade"
      row={trade}
      steps={steps}
      onClose={onClose}
    >
      <p className="tabular text-title">
        <SignedAmount value={trade.pnl} text={formatMoney(trade.pnl, currency)} />
      </p>
      <TradeBars trade={trade} fills={own} />
      <Facts
        facts={[
          ["Entry", `${formatTime(trade.entryTime)} at ${formatPrice(trade.entryPrice)}, order ${trade.entryOrder}`],
          [
            "Exit",
            `${formatTime(trade.exitTime)} at ${formatPrice(trade.exitPrice)}${trade.exitOrder === undefined ? "" : `, order ${trade.exitOrder}`}`,
          ],
          ["Before fees", formatAmount(trade.grossPnl, currency)],
          ["Fees", formatAmount(trade.fees, currency)],
          ["Net profit", formatAmount(trade.pnl, currency)],
          trade.why === undefined ? undefined : ["Closed by", trade.why],
        ]}
      />
      {own.length > 0 && (
        <section>
          <h3 className="mb-1 font-medium">What opened and closed it</h3>
          <ol className="flex flex-col gap-2">
            {own.map((fill) => (
              <li key={fill.id}>
                <span className="text-muted">
                  {formatTime(fill.t)}, fill {fill.id}.
                </span>{" "}
                {ruleSentence(fill)}
              </li>
            ))}
          </ol>
        </section>
      )}
    </RowPanel>
  );
}

function TradeBars({ trade, fills }: { readonly trade: TradeRow; readonly fills: readonly FillRow[] }) {
  const { partNames } = useResultSource();
  const name = `bars/${trade.symbol}`;
  if (!partNames.includes(name)) return null;
  return (
    <Part<BarColumns> name={name} height={260}>
      {(bars) => {
        const [entry, exit] = [Date.parse(trade.entryTime), Date.parse(trade.exitTime)];
        const [first, last] = [bars.t.findIndex((time) => time >= entry), bars.t.findLastIndex((time) => time <= exit)];
        const room = Math.max(8, Math.round((last - first) / 4));
        const [from, to] = [bars.t[Math.max(0, first - room)], bars.t[Math.min(bars.t.length - 1, last + room)]];
        if (from === undefined || to === undefined) return null;
        const spec = fillsChart(bars, fills, { symbol: trade.symbol, from, to, mostCandles: 120 });
        return (
          <DrawingSvg drawing={drawChart(spec, { width: 440, height: 250, fontSize: 11 })} label={`${spec.title}. ${spec.sentence}`} />
        );
      }}
    </Part>
  );
}

function fillsOf(fills: RowTable | undefined, { entryOrder, exitOrder }: TradeRow): FillRow[] {
  return fills === undefined ? [] : fills.rowsWith("orderId", [entryOrder, exitOrder]).map((row) => fills.row<FillRow>(row));
}
