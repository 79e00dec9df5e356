"use client";

import { useMemo, useRef, useState } from "react";
import { formatDecimal, formatPrice, formatTime } from "#app/_lib/format.ts";
import { priceColumn } from "#app/_lib/price-column.ts";
import { CopyButton } from "#app/_ui/copy-button.tsx";
import { Drawer } from "#app/_ui/drawer.tsx";
import { Empty } from "#app/_ui/empty.tsx";
import { Select } from "#app/_ui/select.tsx";
import { numberKeys, textKeys, timeKeys } from "#app/_ui/sorted-order.ts";
import { type VirtualColumn, VirtualTable } from "#app/_ui/virtual-table.tsx";
import { columnOf, type Fill, type Order, rowOf, rowsWhere } from "./columns.ts";
import { explainFill } from "./explain-fill.ts";
import { Facts } from "./facts.tsx";
import { Part } from "./part.tsx";
import { reasonText } from "./reason-text.ts";
import { type RowColumns, usePart } from "./result-source.tsx";
import { StepButtons } from "./step-buttons.tsx";
import { TableHead } from "./table-head.tsx";

export function OrdersTab() {
  return (
    <Part<RowColumns> name="orders" height={600}>
      {(part) => <Orders part={part} />}
    </Part>
  );
}

const exported = [
  "id",
  "symbol",
  "side",
  "kind",
  "quantity",
  "limit",
  "stop",
  "trail",
  "trailPercent",
  "tif",
  "tag",
  "status",
  "reason",
  "filled",
  "averagePrice",
  "fees",
  "parent",
  "oco",
];

function Orders({ part }: { readonly part: RowColumns }) {
  const [status, setStatus] = useState("all");
  const [selected, setSelected] = useState<number>();
  const order = useRef<Uint32Array>(undefined);
  const columns = useMemo(() => orderColumns(part), [part]);
  const statuses = useMemo(() => [...new Set(columnOf<string>(part, "status"))].map(String).sort(), [part]);
  const rows = useMemo(() => {
    if (status === "all") return undefined;
    const ofStatus = columnOf<string>(part, "status");
    return rowsWhere(part.count, (row) => ofStatus[row] === status);
  }, [part, status]);

  if (part.count === 0)
    return <Empty title="No order was placed">The strategy never asked for one in this period. Its log may say why.</Empty>;
  return (
    <>
      <TableHead
        title="Orders"
        part={part}
        names={exported}
        order={() => order.current ?? rows}
        about={<p>Every order with its terms and what became of it. Choose one to see its whole life and why it filled, or did not.</p>}
      >
        {statuses.length > 1 && (
          <Select
            aria-label="Status"
            className="w-40"
            value={status}
            onValueChange={setStatus}
            options={[{ value: "all", label: "All statuses" }, ...statuses.map((value) => ({ value, label: value }))]}
          />
        )}
        <span className="text-muted">{formatDecimal(String(rows?.length ?? part.count))} orders</span>
      </TableHead>
      <VirtualTable
        label="Orders"
        columns={columns}
        count={part.count}
        rows={rows}
        selected={selected}
        onSelect={setSelected}
        onOrder={(next) => {
          order.current = next;
        }}
      />
      {selected !== undefined && <OrderPanel part={part} row={selected} onClose={() => setSelected(undefined)} onMove={setSelected} />}
    </>
  );
}

interface OrderPanelProps {
  readonly part: RowColumns;
  readonly row: number;
  readonly onClose: () => void;
  readonly onMove: (row: number) => void;
}

/** The life of an order, with the reason of each change. */
function OrderPanel({ part, row, onClose, onMove }: OrderPanelProps) {
  const order = rowOf<Order>(part, row);
  const { data: fills } = usePart<RowColumns>("fills");
  const { history, ...terms } = order;
  return (
    <Drawer
      mode="inspect"
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Order ${order.id}`}
      description={`${order.side === "buy" ? "Buy" : "Sell"} ${formatPrice(order.quantity)} ${order.symbol}, ${order.kind}`}
      controls={
        <>
          <CopyButton text={() => JSON.stringify(order, null, 2)} label="Copy this order as JSON" className="size-8" />
          <StepButtons noun="order" at={row} count={part.count} onMove={onMove} />
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <section>
          <h3 className="mb-2 font-medium">What became of it</h3>
          <ol className="flex flex-col gap-2 border-l pl-4">
            {history.map((change, index) => (
              <li
                // biome-ignore lint/suspicious/noArrayIndexKey: an order may come to the same status twice at one time
                key={index}
                className="relative before:absolute before:top-2 before:-left-[1.1875rem] before:size-1.5 before:rounded-full before:bg-muted"
              >
                <span className="tabular text-muted">{formatTime(change.t)}</span> {change.status}
                {change.reason !== undefined && <>: {reasonText(change.reason)}</>}
                {change.fill !== undefined && fills !== undefined && <FillSentence fills={fills} id={change.fill} order={order} />}
                {termsText(change) !== "" && <div className="text-muted">{termsText(change)}</div>}
              </li>
            ))}
          </ol>
        </section>
        <section>
          <h3 className="mb-1 font-medium">Terms</h3>
          <Facts facts={Object.entries(terms).map(([name, value]) => [name, shown(value)])} />
        </section>
      </div>
    </Drawer>
  );
}

function FillSentence({ fills, id, order }: { readonly fills: RowColumns; readonly id: string; readonly order: Order }) {
  const at = fills.columns.id?.indexOf(id) ?? -1;
  if (at < 0) return null;
  const fill = rowOf<Fill>(fills, at);
  const { rule, adjustments } = explainFill(fill, order);
  return (
    <div>
      {formatPrice(fill.quantity)} at {formatPrice(fill.price)}. {[rule, ...adjustments].join(" ")}
    </div>
  );
}

/** What a change says of quantity and prices. */
function termsText(change: Order["history"][number]): string {
  const { t: _, status: __, reason: ___, fill: ____, ...rest } = change;
  return Object.entries(rest)
    .map(([name, value]) => `${name} ${shown(value)}`)
    .join(", ");
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /^-?\d+(\.\d+)?$/.test(text) ? formatPrice(text) : text;
}

type Text = ReturnType<typeof priceColumn>;

function orderColumns(part: RowColumns): VirtualColumn[] {
  const text = (name: string) => columnOf<string>(part, name);
  const id = columnOf<number>(part, "id");
  const history = columnOf<Order["history"]>(part, "history");
  const placed = history.map((changes) => changes?.[0]?.t ?? null);
  const [symbol, side, kind, quantity, limit, stop, status, reason, filled, averagePrice] = [
    text("symbol"),
    text("side"),
    text("kind"),
    text("quantity"),
    text("limit"),
    text("stop"),
    text("status"),
    text("reason"),
    text("filled"),
    text("averagePrice"),
  ];
  const [quantityText, limitText, stopText, filledText, averagePriceText] = [quantity, limit, stop, filled, averagePrice].map(
    priceColumn,
  ) as [Text, Text, Text, Text, Text];
  return [
    { id: "id", label: "Order", align: "right", width: "5rem", text: (row) => String(id[row] ?? ""), sortKeys: () => numberKeys(id) },
    {
      id: "t",
      label: "Placed, UTC",
      width: "9rem",
      narrow: "second",
      text: (row) => formatTime(placed[row] ?? ""),
      sortKeys: () => timeKeys(placed),
    },
    {
      id: "symbol",
      label: "Symbol",
      width: "minmax(5rem, 1fr)",
      narrow: "lead",
      text: (row) => symbol[row] ?? "",
      sortKeys: () => textKeys(symbol),
    },
    { id: "side", label: "Side", width: "4.5rem", narrow: "lead", text: (row) => side[row] ?? "", sortKeys: () => textKeys(side) },
    { id: "kind", label: "Kind", width: "7rem", narrow: "second", text: (row) => kind[row] ?? "", sortKeys: () => textKeys(kind) },
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
      id: "limit",
      label: "Limit",
      align: "right",
      width: "minmax(6rem, 1fr)",
      text: (row) => limitText(limit[row]),
      sortKeys: () => numberKeys(limit),
    },
    {
      id: "stop",
      label: "Stop",
      align: "right",
      width: "minmax(6rem, 1fr)",
      text: (row) => stopText(stop[row]),
      sortKeys: () => numberKeys(stop),
    },
    {
      id: "filled",
      label: "Filled",
      align: "right",
      width: "minmax(6rem, 1fr)",
      text: (row) => filledText(filled[row]),
      sortKeys: () => numberKeys(filled),
    },
    {
      id: "averagePrice",
      label: "Average price",
      align: "right",
      width: "minmax(7rem, 1fr)",
      text: (row) => averagePriceText(averagePrice[row]),
      sortKeys: () => numberKeys(averagePrice),
    },
    { id: "status", label: "Status", width: "8rem", narrow: "trail", text: (row) => status[row] ?? "", sortKeys: () => textKeys(status) },
    {
      id: "reason",
      label: "Because",
      width: "minmax(11rem, 1.5fr)",
      narrow: "second",
      text: (row) => (reason[row] == null ? "" : reasonText(reason[row] as string)),
      sortKeys: () => textKeys(reason),
    },
  ];
}
