"use client";

import dynamic from "next/dynamic";
import { useMemo, useRef, useState } from "react";
import { formatDecimal, formatTime } from "#app/_lib/format.ts";
import { priceColumn } from "#app/_lib/price-column.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Select } from "#app/_ui/select.tsx";
import { Skeleton } from "#app/_ui/skeleton.tsx";
import { numberKeys, textKeys, timeKeys } from "#app/_ui/sorted-order.ts";
import { type VirtualColumn, VirtualTable } from "#app/_ui/virtual-table.tsx";
import type { BarColumns } from "#server/runs/results/bar-columns.ts";
import { columnOf, type Fill, rowsWhere } from "./columns.ts";
import { FillPanel } from "./fill-panel.tsx";
import { Part } from "./part.tsx";
import { type RowColumns, useResultSource } from "./result-source.tsx";
import { TableHead } from "./table-head.tsx";

const CandleChart = dynamic(() => import("#app/_charts/candle-chart.tsx").then((charts) => charts.CandleChart), {
  ssr: false,
  loading: () => <Skeleton className="h-90 w-full" />,
});

export function FillsTab() {
  return (
    <Part<RowColumns> name="fills" height={900}>
      {(part) => <Fills part={part} />}
    </Part>
  );
}

const exported = ["id", "t", "orderId", "symbol", "side", "quantity", "price", "slippage", "fee", "feeCurrency"];

function Fills({ part }: { readonly part: RowColumns }) {
  const symbols = useMemo(() => [...new Set(columnOf<string>(part, "symbol"))].map(String).sort(), [part]);
  const [symbol, setSymbol] = useState(symbols[0] ?? "");
  const [selected, setSelected] = useState<number>();
  const order = useRef<Uint32Array>(undefined);
  const columns = useMemo(() => fillColumns(part), [part]);
  const rows = useMemo(() => {
    const ofSymbol = columnOf<string>(part, "symbol");
    return rowsWhere(part.count, (row) => ofSymbol[row] === symbol);
  }, [part, symbol]);

  if (part.count === 0)
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
      <FillsOnCandles part={part} rows={rows} symbol={symbol} selected={selected} onSelect={setSelected} />
      <div>
        <TableHead
          title="Fills"
          part={part}
          names={exported}
          order={() => order.current ?? rows}
          about={
            <p>
              Every execution with its price after slippage. Choose one to see why it happened at that price and in that size. CSV has every
              digit.
            </p>
          }
        >
          <span className="text-muted">
            {formatDecimal(String(rows.length))} fills of {symbol}
          </span>
        </TableHead>
        <VirtualTable
          label={`Fills of ${symbol}`}
          columns={columns}
          count={part.count}
          rows={rows}
          height={400}
          selected={selected}
          onSelect={setSelected}
          onOrder={(next) => {
            order.current = next;
          }}
        />
      </div>
      {selected !== undefined && <FillPanel fills={part} row={selected} onClose={() => setSelected(undefined)} onMove={setSelected} />}
    </div>
  );
}

interface FillsOnCandlesProps {
  readonly part: RowColumns;
  readonly rows: Uint32Array;
  readonly symbol: string;
  readonly selected: number | undefined;
  readonly onSelect: (row: number) => void;
}

function FillsOnCandles({ part, rows, symbol, selected, onSelect }: FillsOnCandlesProps) {
  const { partNames } = useResultSource();
  const marks = useMemo(() => {
    const [times, sides] = [columnOf<string>(part, "t"), columnOf<Fill["side"]>(part, "side")];
    return Array.from(rows, (row) => ({ id: String(row), time: Date.parse(times[row] ?? ""), side: sides[row] ?? "buy" }));
  }, [part, rows]);
  const name = `bars/${symbol}`;
  if (!partNames.includes(name)) return <p className="text-muted">The bars of {symbol} were not kept with this result.</p>;
  return (
    <section aria-label={`Fills on ${symbol}`}>
      <h2 className="mb-1 font-medium">
        Fills on {symbol}
        <span className="ml-1.5 font-normal text-muted text-note">▲ bought, ▼ sold; scroll to zoom, drag to move</span>
      </h2>
      <Part<BarColumns> name={name} height={360}>
        {(bars) => (
          <>
            <CandleChart
              label={`Fills on ${symbol}`}
              bars={bars}
              marks={marks}
              focus={selected === undefined ? undefined : String(selected)}
              onSelect={(id) => onSelect(Number(id))}
              height={360}
            />
            {bars.every > 1 && <p className="text-muted text-note">{bars.every} bars a candle.</p>}
          </>
        )}
      </Part>
    </section>
  );
}

type Text = ReturnType<typeof priceColumn>;

function fillColumns(part: RowColumns): VirtualColumn[] {
  const text = (name: string) => columnOf<string>(part, name);
  const [id, t, symbol, side, quantity, price, slippage, fee] = [
    text("id"),
    text("t"),
    text("symbol"),
    text("side"),
    text("quantity"),
    text("price"),
    text("slippage"),
    text("fee"),
  ];
  const why = columnOf<Fill["why"]>(part, "why");
  const [quantityText, priceText, slippageText, feeText] = [quantity, price, slippage, fee].map(priceColumn) as [Text, Text, Text, Text];
  const currency = text("feeCurrency")[0] ?? "";
  return [
    { id: "id", label: "Fill", width: "5rem", text: (row) => id[row] ?? "", sortKeys: () => textKeys(id) },
    { id: "t", label: "Time, UTC", width: "9rem", narrow: "second", text: (row) => formatTime(t[row] ?? ""), sortKeys: () => timeKeys(t) },
    { id: "symbol", label: "Symbol", width: "minmax(5rem, 1fr)", narrow: "lead", text: (row) => symbol[row] ?? "" },
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
      id: "price",
      label: "Price",
      align: "right",
      width: "minmax(6.5rem, 1fr)",
      narrow: "trail",
      text: (row) => priceText(price[row]),
      sortKeys: () => numberKeys(price),
    },
    {
      id: "slippage",
      label: "Slippage a unit",
      align: "right",
      width: "minmax(8rem, 1fr)",
      text: (row) => slippageText(slippage[row]),
      sortKeys: () => numberKeys(slippage),
    },
    {
      id: "fee",
      label: `Fee, ${currency}`,
      align: "right",
      width: "minmax(6rem, 1fr)",
      text: (row) => feeText(fee[row]),
      sortKeys: () => numberKeys(fee),
    },
    {
      id: "rule",
      label: "Why",
      width: "minmax(8rem, 1.5fr)",
      narrow: "second",
      text: (row) => {
        const reason = why[row];
        return reason === null || reason === undefined ? "" : `${reason.rule}, ${reason.point}${reason.gap === true ? ", gap" : ""}`;
      },
      sortKeys: () => textKeys(why.map((reason) => reason?.rule ?? null)),
    },
  ];
}
