"use client";

import dynamic from "next/dynamic";
import { useMemo, useRef, useState } from "react";
import { tradeHistogram } from "rustybt/charts";
import { ChartFrame } from "#app/_charts/chart-frame.tsx";
import { formatAmount, formatDecimal, formatTime } from "#app/_lib/format.ts";
import { priceColumn } from "#app/_lib/price-column.ts";
import { SignedAmount } from "#app/_ui/amount.tsx";
import { Empty } from "#app/_ui/empty.tsx";
import { Select } from "#app/_ui/select.tsx";
import { Skeleton } from "#app/_ui/skeleton.tsx";
import { numberKeys, textKeys, timeKeys } from "#app/_ui/sorted-order.ts";
import { type VirtualColumn, VirtualTable } from "#app/_ui/virtual-table.tsx";
import { columnOf, rowsWhere } from "./columns.ts";
import { Part } from "./part.tsx";
import { type RowColumns, useResultSource } from "./result-source.tsx";
import { TableHead } from "./table-head.tsx";
import { TradePanel } from "./trade-panel.tsx";

const BarChart = dynamic(() => import("#app/_charts/bar-chart.tsx").then((charts) => charts.BarChart), {
  ssr: false,
  loading: () => <Skeleton className="h-50 w-full" />,
});

export function TradesTab() {
  return (
    <Part<RowColumns> name="trades" height={600}>
      {(part) => <Trades part={part} />}
    </Part>
  );
}

const exported = [
  "symbol",
  "side",
  "quantity",
  "entryTime",
  "entryPrice",
  "exitTime",
  "exitPrice",
  "grossPnl",
  "fees",
  "pnl",
  "entryOrder",
  "exitOrder",
  "why",
];

function Trades({ part }: { readonly part: RowColumns }) {
  const { overview, fileName } = useResultSource();
  const { currency } = overview.summary;
  const [outcome, setOutcome] = useState("all");
  const [symbol, setSymbol] = useState("all");
  const [selected, setSelected] = useState<number>();
  const order = useRef<Uint32Array>(undefined);

  const columns = useMemo(() => tradeColumns(part, currency), [part, currency]);
  const symbols = useMemo(() => [...new Set(columnOf<string>(part, "symbol"))].map(String).sort(), [part]);
  const rows = useMemo(() => {
    if (outcome === "all" && symbol === "all") return undefined;
    const pnl = numberKeys(columnOf<string>(part, "pnl"));
    const ofSymbol = columnOf<string>(part, "symbol");
    return rowsWhere(
      part.count,
      (row) =>
        (symbol === "all" || ofSymbol[row] === symbol) &&
        (outcome === "all" || (outcome === "won" ? (pnl[row] as number) > 0 : (pnl[row] as number) < 0)),
    );
  }, [part, outcome, symbol]);
  const histogram = useMemo(() => {
    const pnl = columnOf<string>(part, "pnl");
    return tradeHistogram(
      pnl.map((one) => ({ pnl: one ?? "0", exitTime: "", symbol: "" })),
      currency,
    );
  }, [part, currency]);

  if (part.count === 0) {
    return (
      <Empty title="No trade was closed">
        A trade stands here when what was bought is sold, or what was sold short is bought back. Open positions are under Manifest.
      </Empty>
    );
  }
  return (
    <div className="flex flex-col gap-6">
      <div>
        <TableHead
          title="Trades"
          part={part}
          names={exported}
          order={() => order.current ?? rows}
          about={
            <p>
              One row for each closed lot piece, in the order in which they were closed. Net profit is after the trade's share of the fees.
              CSV has every digit and the rows as they are filtered and sorted here.
            </p>
          }
        >
          <Select
            aria-label="Outcome"
            className="w-36"
            value={outcome}
            onValueChange={setOutcome}
            options={[
              { value: "all", label: "All outcomes" },
              { value: "won", label: "Won" },
              { value: "lost", label: "Lost" },
            ]}
          />
          {symbols.length > 1 && (
            <Select
              aria-label="Symbol"
              className="w-36"
              value={symbol}
              onValueChange={setSymbol}
              options={[{ value: "all", label: "All symbols" }, ...symbols.map((value) => ({ value, label: value }))]}
            />
          )}
          <span className="text-muted">{formatDecimal(String(rows?.length ?? part.count))} trades</span>
        </TableHead>
        <VirtualTable
          label="Trades"
          columns={columns}
          count={part.count}
          rows={rows}
          selected={selected}
          onSelect={setSelected}
          onOrder={(next) => {
            order.current = next;
          }}
          empty="No trade is like this."
        />
      </div>
      <ChartFrame
        title="Trades by net profit"
        sentence={histogram.sentence}
        table={histogram.table}
        fileName={`${fileName}-trade-histogram`}
        about={<p>How many closed trades made how much, net of fees. No bar lies on both sides of zero.</p>}
      >
        <BarChart spec={histogram} height={200} formatValue={(value) => formatDecimal(value, 0)} />
      </ChartFrame>
      {selected !== undefined && <TradePanel part={part} row={selected} onClose={() => setSelected(undefined)} onMove={setSelected} />}
    </div>
  );
}

type Text = ReturnType<typeof priceColumn>;

function tradeColumns(part: RowColumns, currency: string): VirtualColumn[] {
  const text = (name: string) => columnOf<string>(part, name);
  const [symbol, side, quantity, entryTime, entryPrice, exitTime, exitPrice, fees, pnl] = [
    text("symbol"),
    text("side"),
    text("quantity"),
    text("entryTime"),
    text("entryPrice"),
    text("exitTime"),
    text("exitPrice"),
    text("fees"),
    text("pnl"),
  ];
  // Days alone need less room, and the table fits a small screen with all its columns then.
  const hasClock = (time: string | null | undefined) => formatTime(time ?? "").length > "2024-01-31".length;
  const timeWidth = entryTime.some(hasClock) || exitTime.some(hasClock) ? "8.75rem" : "7rem";
  const [quantityText, entryPriceText, exitPriceText] = [quantity, entryPrice, exitPrice].map(priceColumn) as [Text, Text, Text];
  return [
    { id: "number", label: "#", align: "right", width: "3.75rem", text: (row) => formatDecimal(String(row + 1)) },
    {
      id: "symbol",
      label: "Symbol",
      width: "minmax(5rem, 1fr)",
      narrow: "lead",
      text: (row) => symbol[row] ?? "",
      sortKeys: () => textKeys(symbol),
    },
    { id: "side", label: "Side", width: "4.5rem", narrow: "lead", text: (row) => side[row] ?? "", sortKeys: () => textKeys(side) },
    {
      id: "quantity",
      label: "Quantity",
      align: "right",
      width: "minmax(6rem, 1fr)",
      narrow: "lead",
      text: (row) => quantityText(quantity[row]),
      sortKeys: () => numberKeys(quantity),
    },
    {
      id: "entryTime",
      label: "Entry, UTC",
      width: timeWidth,
      narrow: "second",
      text: (row) => formatTime(entryTime[row] ?? ""),
      sortKeys: () => timeKeys(entryTime),
    },
    {
      id: "entryPrice",
      label: "Entry price",
      align: "right",
      width: "minmax(7rem, 1fr)",
      text: (row) => entryPriceText(entryPrice[row]),
      sortKeys: () => numberKeys(entryPrice),
    },
    {
      id: "exitTime",
      label: "Exit, UTC",
      width: timeWidth,
      narrow: "second",
      text: (row) => formatTime(exitTime[row] ?? ""),
      sortKeys: () => timeKeys(exitTime),
    },
    {
      id: "exitPrice",
      label: "Exit price",
      align: "right",
      width: "minmax(7rem, 1fr)",
      text: (row) => exitPriceText(exitPrice[row]),
      sortKeys: () => numberKeys(exitPrice),
    },
    {
      id: "fees",
      label: `Fees, ${currency}`,
      align: "right",
      width: "minmax(6rem, 1fr)",
      text: (row) => formatAmount(fees[row] ?? "0", currency),
      sortKeys: () => numberKeys(fees),
    },
    {
      id: "pnl",
      label: `Net profit, ${currency}`,
      align: "right",
      width: "minmax(8.5rem, 1.2fr)",
      narrow: "trail",
      text: (row) => formatAmount(pnl[row] ?? "0", currency),
      cell: (row) => <SignedAmount value={pnl[row] ?? "0"} text={formatAmount(pnl[row] ?? "0", currency)} />,
      sortKeys: () => numberKeys(pnl),
    },
  ];
}
