"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { ChartFrame } from "#app/_charts/chart-frame.tsx";
import { formatAmount, formatDecimal } from "#app/_lib/format.ts";
import { SignedAmount } from "#app/_ui/amount.tsx";
import { Empty } from "#app/_ui/empty.tsx";
import { Select } from "#app/_ui/select.tsx";
import { Skeleton } from "#app/_ui/skeleton.tsx";
import { RowsPart } from "./part.tsx";
import { useResultSource } from "./result-source.tsx";
import { ResultTable } from "./result-table.tsx";
import type { RowTable } from "./rows/row-table.ts";
import type { RowTest } from "./rows/row-view.ts";
import { type ResultColumn, tableColumns } from "./table-columns.ts";

const BarChart = dynamic(() => import("#app/_charts/bar-chart.tsx").then((charts) => charts.BarChart), {
  ssr: false,
  loading: () => <Skeleton className="h-50 w-full" />,
});

// Opened by a click: what explains fills is no part of the first page.
const TradePanel = dynamic(() => import("./trade-panel.tsx").then((panel) => panel.TradePanel), { ssr: false });

export function TradesTab() {
  return (
    <RowsPart name="trades" height={600}>
      {(table) => <Trades table={table} />}
    </RowsPart>
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

const outcomes: Readonly<Record<string, readonly RowTest[]>> = {
  all: [],
  won: [{ column: "pnl", above: 0 }],
  lost: [{ column: "pnl", below: 0 }],
};

function Trades({ table }: { readonly table: RowTable }) {
  const { currency } = useResultSource().overview.summary;
  const [outcome, setOutcome] = useState("all");
  const [symbol, setSymbol] = useState("all");
  const [selected, setSelected] = useState<number>();
  const columns = useMemo(() => tradeColumns(table, currency), [table, currency]);
  const symbols = useMemo(() => table.choices("symbol"), [table]);
  if (table.count === 0) {
    return (
      <Empty title="No trade was closed">
        A trade stands here when what was bought is sold, or what was sold short is bought back. Open positions are under Manifest.
      </Empty>
    );
  }
  return (
    <div className="flex flex-col gap-6">
      <ResultTable
        title="Trades"
        noun="trade"
        table={table}
        columns={columns}
        exported={exported}
        where={[...(outcomes[outcome] ?? []), ...(symbol === "all" ? [] : [{ column: "symbol", is: symbol }])]}
        empty="No trade is like this."
        about={
          <p>
            One row for each closed lot piece, in the order in which they were closed. Net profit is after the trade's share of the fees.
            CSV has every digit and the rows as they are filtered and sorted here.
          </p>
        }
        filters={
          <>
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
          </>
        }
        selection={{
          row: selected,
          onSelect: setSelected,
          panel: (row, steps) => <TradePanel table={table} row={row} steps={steps} onClose={() => setSelected(undefined)} />,
        }}
      />
      <TradeHistogram table={table} currency={currency} />
    </div>
  );
}

function TradeHistogram({ table, currency }: { readonly table: RowTable; readonly currency: string }) {
  const { fileName } = useResultSource();
  const { data: histogram } = useQuery({
    queryKey: ["trade-histogram", table.id, currency],
    queryFn: () => table.tradeHistogram(currency),
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
    networkMode: "always",
    throwOnError: true,
  });
  if (histogram === undefined) return <Skeleton className="h-57.5 w-full" />;
  return (
    <ChartFrame
      title="Trades by net profit"
      sentence={histogram.sentence}
      table={histogram.table}
      fileName={`${fileName}-trade-histogram`}
      about={<p>How many closed trades made how much, net of fees. No bar lies on both sides of zero.</p>}
    >
      <BarChart spec={histogram} height={200} formatValue={(value) => formatDecimal(value, 0)} />
    </ChartFrame>
  );
}

function tradeColumns(table: RowTable, currency: string): ResultColumn[] {
  const { text, time, price, money } = tableColumns(table);
  const pnl = (row: number) => table.text("pnl", row) || "0";
  return [
    {
      ...text("number", "#", { align: "right", width: "4.5rem", text: (row) => formatDecimal(String(row + 1)) }),
      isSortable: false,
    },
    text("symbol", "Symbol", { width: "minmax(4.5rem, 1fr)", narrow: "lead" }),
    text("side", "Side", { width: "4rem", narrow: "lead" }),
    price("quantity", "Quantity", { narrow: "lead" }),
    time("entryTime", "Entry, UTC"),
    price("entryPrice", "Entry price", { width: "minmax(6.25rem, 1fr)" }),
    time("exitTime", "Exit, UTC"),
    price("exitPrice", "Exit price", { width: "minmax(6.25rem, 1fr)" }),
    money("fees", `Fees, ${currency}`, currency, { width: "minmax(6.25rem, 1fr)" }),
    money("pnl", `Net profit, ${currency}`, currency, {
      width: "minmax(8.5rem, 1.2fr)",
      narrow: "trail",
      cell: (row) => <SignedAmount value={pnl(row)} text={formatAmount(pnl(row), currency)} />,
    }),
  ];
}
