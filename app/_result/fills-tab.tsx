"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import type { FillRow } from "rustybt";
import { decidingReason, type TableTwin } from "rustybt/charts";
import type { CandleDot, CandleMark } from "#app/_charts/candle-chart.tsx";
import { ChartFrame } from "#app/_charts/chart-frame.tsx";
import { formatPrice, formatTime, plural } from "#app/_lib/format.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Select } from "#app/_ui/select.tsx";
import { Skeleton } from "#app/_ui/skeleton.tsx";
import type { BarColumns } from "#server/runs/results/bar-columns.ts";
import { FillPanel } from "./fill-panel.tsx";
import { Part, RowsPart } from "./part.tsx";
import { useResultSource, useRows } from "./result-source.tsx";
import { ResultTable } from "./result-table.tsx";
import type { RowTable } from "./rows/row-table.ts";
import { rowsWhere } from "./rows/row-view.ts";
import { type ResultColumn, tableColumns } from "./table-columns.ts";

const CandleChart = dynamic(() => import("#app/_charts/candle-chart.tsx").then((charts) => charts.CandleChart), {
  ssr: false,
  loading: () => <Skeleton className="h-90 w-full" />,
});

export function FillsTab() {
  return (
    <RowsPart name="fills" height={900}>
      {(table) => <Fills table={table} />}
    </RowsPart>
  );
}

const exported = ["id", "t", "orderId", "symbol", "side", "quantity", "price", "slippage", "fee", "feeCurrency"];

function Fills({ table }: { readonly table: RowTable }) {
  const symbols = useMemo(() => table.choices("symbol"), [table]);
  const [symbol, setSymbol] = useState(symbols[0] ?? "");
  const [selected, setSelected] = useState<number>();
  const columns = useMemo(() => fillColumns(table), [table]);
  if (table.count === 0)
    return <Empty title="Nothing was filled">No order of this run met a price. Under Orders stands what became of each.</Empty>;
  return (
    <div className="flex flex-col gap-4">
      {symbols.length > 1 && (
        <Select
          aria-label="Symbol"
          className="w-44"
          value={symbol}
          onValueChange={(next) => {
            setSymbol(next);
            setSelected(undefined);
          }}
          options={symbols.map((value) => ({ value, label: value }))}
        />
      )}
      <FillsOnCandles table={table} symbol={symbol} selected={selected} onSelect={setSelected} />
      <ResultTable
        title={`Fills of ${symbol}`}
        noun="fill"
        table={table}
        columns={columns}
        exported={exported}
        where={symbols.length > 1 ? [{ column: "symbol", is: symbol }] : []}
        height={400}
        about={
          <p>
            Every execution with its price after slippage. Choose one to see why it happened at that price and in that size. CSV has every
            digit.
          </p>
        }
        selection={{
          row: selected,
          onSelect: setSelected,
          panel: (row, steps) => <FillPanel fill={table.row<FillRow>(row)} steps={steps} onClose={() => setSelected(undefined)} />,
        }}
      />
    </div>
  );
}

interface FillsOnCandlesProps {
  readonly table: RowTable;
  readonly symbol: string;
  readonly selected: number | undefined;
  readonly onSelect: (row: number) => void;
}

function FillsOnCandles({ table, symbol, selected, onSelect }: FillsOnCandlesProps) {
  const { partNames, fileName } = useResultSource();
  const { data: times } = useQuery({
    queryKey: ["fill-times", table.id],
    queryFn: () => table.times("t"),
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
    networkMode: "always",
    throwOnError: true,
  });
  // Of a run with bounds; a chart without the dots is better than none, so that nobody waits for them.
  const { data: deciding } = useRows("deciding", { isWanted: partNames.includes("deciding") });
  const dots = useMemo(() => (deciding === undefined ? undefined : dotsOf(deciding, symbol)), [deciding, symbol]);
  const marks = useMemo(() => (times === undefined ? undefined : marksOf(table, symbol, times)), [table, symbol, times]);
  const name = `bars/${symbol}`;
  if (!partNames.includes(name)) return <p className="text-muted">The bars of {symbol} were not kept with this result.</p>;
  return (
    <Part<BarColumns> name={name} height={406}>
      {(bars) =>
        marks === undefined ? (
          <Skeleton className="h-101.5 w-full" />
        ) : (
          <ChartFrame
            title={`Fills on ${symbol}`}
            unit={`▲ bought, ▼ sold${dots === undefined ? "" : ", ● decides the bounds"}; scroll to zoom, drag to move`}
            sentence={`${plural(marks.length, "fill")} on ${plural(bars.t.length, "candle")} of ${symbol}${dots === undefined ? "" : `; ${plural(dots.length, "bar")} of it ${dots.length === 1 ? "decides" : "decide"} the bounds`}.`}
            note={bars.every > 1 ? `${bars.every} bars a candle.` : undefined}
            about={<p>The bars the run saw, with every fill at its bar. Choose a mark to see why it filled.</p>}
            fileName={`${fileName}-fills-on-${symbol.toLowerCase()}`}
            table={() => candleTwin(bars, table, marks, dots)}
          >
            <CandleChart
              label={`Fills on ${symbol}`}
              bars={bars}
              marks={marks}
              dots={dots}
              focus={selected === undefined ? undefined : String(selected)}
              onSelect={(id) => onSelect(Number(id))}
              height={360}
            />
          </ChartFrame>
        )
      }
    </Part>
  );
}

function marksOf(table: RowTable, symbol: string, times: Float64Array): CandleMark[] {
  const rows = rowsWhere(table.count, (row) => table.text("symbol", row) === symbol);
  return Array.from(rows, (row) => ({ id: String(row), time: times[row] ?? 0, side: table.text("side", row) === "buy" ? "buy" : "sell" }));
}

function dotsOf(deciding: RowTable, symbol: string): DecidingDot[] {
  const rows = rowsWhere(deciding.count, (row) => deciding.text("symbol", row) === symbol);
  return Array.from(rows, (row) => ({ time: Date.parse(deciding.text("t", row)), why: decidingReason(deciding.text("reason", row)) }));
}

interface DecidingDot extends CandleDot {
  readonly why: string;
}

/** Each candle with what was filled in it, and whether it decides the bounds. */
function candleTwin(bars: BarColumns, table: RowTable, marks: readonly CandleMark[], dots: readonly DecidingDot[] | undefined): TableTwin {
  let [next, nextDot] = [0, 0];
  return {
    columns: [
      { id: "t", label: "Time, UTC", align: "left" },
      ...["Open", "High", "Low", "Close"].map((label) => ({ id: label.toLowerCase(), label, align: "right" as const })),
      { id: "fills", label: "Fills", align: "left" },
      ...(dots === undefined ? [] : [{ id: "deciding", label: "Decides the bounds", align: "left" as const }]),
    ],
    rows: bars.t.map((time, at) => {
      const end = bars.t[at + 1] ?? Number.POSITIVE_INFINITY;
      const fills: string[] = [];
      for (let mark = marks[next]; mark !== undefined && mark.time < end; mark = marks[++next]) {
        const row = Number(mark.id);
        fills.push(
          `${mark.side === "buy" ? "bought" : "sold"} ${formatPrice(table.text("quantity", row))} at ${formatPrice(table.text("price", row))}`,
        );
      }
      const why = new Set<string>();
      for (let dot = dots?.[nextDot]; dot !== undefined && dot.time < end; dot = dots?.[++nextDot]) why.add(dot.why);
      return [
        formatTime(time),
        ...[bars.o, bars.h, bars.l, bars.c].map((prices) => formatPrice(prices[at] ?? 0)),
        fills.join("; "),
        ...(dots === undefined ? [] : [[...why].join("; ")]),
      ];
    }),
  };
}

function fillColumns(table: RowTable): ResultColumn[] {
  const { text, time, price } = tableColumns(table);
  return [
    text("id", "Fill", { width: "5.5rem" }),
    time("t", "Time, UTC"),
    text("symbol", "Symbol", { narrow: "lead" }),
    text("side", "Side", { width: "4.25rem", narrow: "lead" }),
    price("quantity", "Quantity", { narrow: "lead" }),
    price("price", "Price", { narrow: "trail" }),
    price("slippage", "Slippage a unit", { width: "minmax(7.5rem, 1fr)" }),
    price("fee", `Fee, ${table.text("feeCurrency", 0)}`, { width: "minmax(6rem, 1fr)" }),
    text("because", "Why", { width: "minmax(8rem, 1.5fr)", narrow: "second" }),
  ];
}
