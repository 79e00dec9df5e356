"use client";

import type { ReactNode } from "react";
import type { FillRow, OrderRow, UnfilledRow } from "rustybt";
import { explain, type OrderExplanation } from "rustybt/explain";
import { RowsPart } from "./part.tsx";
import { type ResultSource, useResultSource } from "./result-source.tsx";
import type { RowTable } from "./rows/row-table.ts";

interface ExplainedOrderProps {
  readonly id: number;
  readonly children: (explanation: OrderExplanation) => ReactNode;
}

/** Loads what accounts for an order, and hands its account on: the same sentences as `rustybt explain`. */
export function ExplainedOrder({ id, children }: ExplainedOrderProps) {
  const { overview, partNames } = useResultSource();
  return (
    <RowsPart name="orders" height={240}>
      {(orders) => (
        <RowsPart name="fills" height={240}>
          {(fills) => {
            const told = (unfilled?: RowTable) => children(explanationOf(overview, id, { orders, fills, unfilled }));
            // Not there when every order filled whole, nor in results stored before it was kept.
            return partNames.includes("unfilled") ? (
              <RowsPart name="unfilled" height={240}>
                {told}
              </RowsPart>
            ) : (
              told()
            );
          }}
        </RowsPart>
      )}
    </RowsPart>
  );
}

interface OrderTables {
  readonly orders: RowTable;
  readonly fills: RowTable;
  readonly unfilled: RowTable | undefined;
}

function explanationOf(
  { manifest, summary }: ResultSource["overview"],
  id: number,
  { orders, fills, unfilled }: OrderTables,
): OrderExplanation {
  const rowsOf = <Row,>(table: RowTable, column: string): Row[] => table.rowsWith(column, [id]).map((row) => table.row<Row>(row));
  return explain(
    {
      manifest,
      summary,
      orders: rowsOf<OrderRow>(orders, "id"),
      fills: rowsOf<FillRow>(fills, "orderId"),
      ...(unfilled === undefined ? {} : { unfilled: rowsOf<UnfilledRow>(unfilled, "order") }),
    },
    id,
  );
}
