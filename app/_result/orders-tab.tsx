"use client";

import { useMemo, useState } from "react";
import type { OrderRow } from "rustybt";
import { reasonSentence } from "rustybt/explain";
import { priceText } from "#app/_lib/price-column.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Select } from "#app/_ui/select.tsx";
import { OrderPanel } from "./order-panel.tsx";
import { RowsPart } from "./part.tsx";
import { ResultTable } from "./result-table.tsx";
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
        return reason === "" ? "" : withoutRule(reasonSentence(reason));
      },
    }),
  ];
}

/** A reason's sentence as a cell has it: the rule it follows stands in the panel. */
function withoutRule(sentence: string): string {
  return sentence.replace(/(?: \(SPEC [^)]*\))?\.$/, "");
}
