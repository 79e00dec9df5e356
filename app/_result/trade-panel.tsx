"use client";

import { useMemo } from "react";
import type { TradeRow } from "rustybt";
import { drawChart, fillsChart } from "rustybt/charts";
import { DrawingSvg } from "#app/_charts/drawing.tsx";
import { formatAmount, formatMoney, formatPrice, formatTime } from "#app/_lib/format.ts";
import { SignedAmount } from "#app/_ui/amount.tsx";
import { CopyButton } from "#app/_ui/copy-button.tsx";
import { Drawer } from "#app/_ui/drawer.tsx";
import type { BarColumns } from "#server/runs/results/bar-columns.ts";
import { columnOf, type Fill, rowOf, rowsWhere } from "./columns.ts";
import { explainFill } from "./explain-fill.ts";
import { Facts } from "./facts.tsx";
import { Part } from "./part.tsx";
import { type RowColumns, usePart, useResultSource } from "./result-source.tsx";
import { StepButtons } from "./step-buttons.tsx";

interface TradePanelProps {
  readonly part: RowColumns;
  readonly row: number;
  readonly onClose: () => void;
  readonly onMove: (row: number) => void;
}

/** One trade on its bars, with what opened and closed it. */
export function TradePanel({ part, row, onClose, onMove }: TradePanelProps) {
  const { overview } = useResultSource();
  const { currency } = overview.summary;
  const trade = useMemo(() => rowOf<TradeRow>(part, row), [part, row]);
  const { data: fills } = usePart<RowColumns>("fills");
  const own = useMemo(() => fillsOf(fills, trade), [fills, trade]);
  return (
    <Drawer
      mode="inspect"
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Trade ${row + 1}`}
      description={`${trade.side === "long" ? "Long" : "Short"} ${formatPrice(trade.quantity)} ${trade.symbol}`}
      controls={
        <>
          <CopyButton text={() => JSON.stringify(trade, null, 2)} label="Copy this trade as JSON" className="size-8" />
          <StepButtons noun="trade" at={row} count={part.count} onMove={onMove} />
        </>
      }
    >
      <div className="flex flex-col gap-5">
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
                  {explainFill(fill).rule}
                </li>
              ))}
            </ol>
          </section>
        )}
      </div>
    </Drawer>
  );
}

function TradeBars({ trade, fills }: { readonly trade: TradeRow; readonly fills: readonly Fill[] }) {
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

function fillsOf(fills: RowColumns | undefined, { entryOrder, exitOrder }: TradeRow): Fill[] {
  if (fills === undefined) return [];
  const orderIds = columnOf<number>(fills, "orderId");
  return Array.from(
    rowsWhere(fills.count, (row) => orderIds[row] === entryOrder || orderIds[row] === exitOrder),
    (row) => rowOf<Fill>(fills, row),
  );
}
