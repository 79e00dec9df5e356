"use client";

import { type ReactNode, useMemo, useState } from "react";
import type { FillRow, OrderRow } from "rustybt";
import { formatPrice, formatTime } from "#app/_lib/format.ts";
import { priceText } from "#app/_lib/price-column.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Select } from "#app/_ui/select.tsx";
import { explainFill } from "./explain-fill.ts";
import { Facts } from "./facts.tsx";
import { RowsPart } from "./part.tsx";
import { reasonText } from "./reason-text.ts";
import { useRows } from "./result-source.tsx";
import { ResultTable } from "./result-table.tsx";
import { RowPanel } from "./row-panel.tsx";
import type { RowTable } from "./rows/row-table.ts";
import { type ResultColumn, tableColumns } from "./table-columns.ts";

export function OrdersTab() {
  return (
    <RowsPart name="orders" height={600}>
      {(table) => <Orders table={table} />}
    </RowsPart>
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

function Orders({ table }: { readonly table: RowTable }) {
  const [status, setStatus] = useState("all");
  const [selected, setSelected] = useState<number>();
  const columns = useMemo(() => orderColumns(table), [table]);
  const statuses = useMemo(() => table.choices("status"), [table]);
  if (table.count === 0)
    return <Empty title="No order was placed">The strategy never asked for one in this period. Its log may say why.</Empty>;
  return (
    <ResultTable
      title="Orders"
      noun="order"
      table={table}
      columns={columns}
      exported={exported}
      where={status === "all" ? [] : [{ column: "status", is: status }]}
      about={<p>Every order with its terms and what became of it. Choose one to see its whole life and why it filled, or did not.</p>}
      filters={
        statuses.length > 1 && (
          <Select
            aria-label="Status"
            className="w-40"
            value={status}
            onValueChange={setStatus}
            options={[{ value: "all", label: "All statuses" }, ...statuses.map((value) => ({ value, label: value }))]}
          />
        )
      }
      selection={{
        row: selected,
        onSelect: setSelected,
        panel: (row, steps) => <OrderPanel order={table.row<OrderRow>(row)} steps={steps} onClose={() => setSelected(undefined)} />,
      }}
    />
  );
}

interface OrderPanelProps {
  readonly order: OrderRow;
  readonly steps: ReactNode;
  readonly onClose: () => void;
}

/** The life of an order, with the reason of each change. */
function OrderPanel({ order, steps, onClose }: OrderPanelProps) {
  const { data: fills } = useRows("fills");
  const { history, ...terms } = order;
  return (
    <RowPanel
      title={`Order ${order.id}`}
      description={`${order.side === "buy" ? "Buy" : "Sell"} ${formatPrice(order.quantity)} ${order.symbol}, ${order.kind}`}
      noun="order"
      row={order}
      steps={steps}
      onClose={onClose}
    >
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
    </RowPanel>
  );
}

function FillSentence({ fills, id, order }: { readonly fills: RowTable; readonly id: string; readonly order: OrderRow }) {
  const at = fills.placeOf("id", id);
  if (at < 0) return null;
  const fill = fills.row<FillRow>(at);
  const { rule, adjustments } = explainFill(fill, order);
  return (
    <div>
      {formatPrice(fill.quantity)} at {formatPrice(fill.price)}. {[rule, ...adjustments].join(" ")}
    </div>
  );
}

/** What a change says of quantity and prices. */
function termsText(change: OrderRow["history"][number]): string {
  const { t: _, status: __, reason: ___, fill: ____, ...rest } = change;
  return Object.entries(rest)
    .map(([name, value]) => `${name} ${shown(value)}`)
    .join(", ");
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /^-?\d+(\.\d+)?$/.test(text) ? formatPrice(text) : text;
}

function orderColumns(table: RowTable): ResultColumn[] {
  const { count, text, time, price } = tableColumns(table);
  const levelOf = (row: number) =>
    ["stop", "limit"]
      .map((id) => priceText(table.text(id, row), table.facts(id).decimals))
      .filter((level) => level !== "")
      .join(" / ");
  // Most runs place market orders only, which have none.
  const hasLevels = table.hasAny("limit") || table.hasAny("stop");
  return [
    count("id", "Order", { width: "4.5rem" }),
    time("placed", "Placed, UTC"),
    text("symbol", "Symbol", { width: "minmax(4.5rem, 1fr)", narrow: "lead" }),
    text("side", "Side", { width: "4rem", narrow: "lead" }),
    text("kind", "Kind", { width: "minmax(5.5rem, 0.75fr)" }),
    price("quantity", "Quantity", { width: "minmax(5.25rem, 1fr)", narrow: "lead" }),
    ...(hasLevels
      ? [{ ...text("level", "Stop / limit", { align: "right", width: "minmax(6.5rem, 1fr)", text: levelOf }), isSortable: false }]
      : []),
    price("filled", "Filled", { width: "minmax(5.25rem, 1fr)" }),
    price("averagePrice", "Average", { width: "minmax(5.5rem, 1fr)" }),
    text("status", "Status", { width: "minmax(5.75rem, 0.75fr)", narrow: "trail" }),
    text("reason", "Because", {
      width: "minmax(7.5rem, 1.5fr)",
      narrow: "second",
      text: (row) => {
        const reason = table.text("reason", row);
        return reason === "" ? "" : reasonText(reason);
      },
    }),
  ];
}
