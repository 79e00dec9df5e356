"use client";

import { useMemo, useState } from "react";
import { type BoundsInterval, boundsTable, decidingReason } from "rustybt/charts";
import { Select } from "#app/_ui/select.tsx";
import { RowsPart } from "./part.tsx";
import { useResultSource } from "./result-source.tsx";
import { ResultTable } from "./result-table.tsx";
import type { RowTable } from "./rows/row-table.ts";
import { SpecTable } from "./spec-table.tsx";
import { tableColumns } from "./table-columns.ts";

/** End values of the models, and the bars on which they part. */
export function BoundsTab({ bounds }: { readonly bounds: BoundsInterval }) {
  const { overview, fileName } = useResultSource();
  const models = useMemo(() => boundsTable(bounds, overview.summary), [bounds, overview.summary]);
  return (
    <div className="grid items-start gap-8 2xl:grid-cols-2">
      <SpecTable
        spec={models}
        fileName={`${fileName}-bounds`}
        about="The same strategy run once under each model. The least and the greatest end value are the interval."
      />
      <section aria-labelledby="deciding-bars">
        <h2 id="deciding-bars" className="mb-1 font-medium">
          Bars that decide
        </h2>
        <RowsPart name="deciding" height={440}>
          {(table) => <DecidingBars table={table} />}
        </RowsPart>
      </section>
    </div>
  );
}

const exported = ["t", "symbol", "reason"];
const any = "all";

function DecidingBars({ table }: { readonly table: RowTable }) {
  const [reason, setReason] = useState(any);
  const reasons = useMemo(() => table.choices("reason"), [table]);
  const columns = useMemo(() => {
    const { text, time } = tableColumns(table);
    return [
      time("t", "Bar, UTC", { width: table.facts("t").hasClock ? "9.5rem" : "7.5rem", narrow: "lead" }),
      text("symbol", "Symbol", { width: "minmax(4.5rem, 0.5fr)", narrow: "trail" }),
      text("reason", "Why", {
        width: "minmax(12rem, 3fr)",
        narrow: "second",
        text: (row) => decidingReason(table.text("reason", row)),
      }),
    ];
  }, [table]);
  if (table.count === 0) return <p className="text-muted">On no bar do these models change a fill.</p>;
  return (
    <ResultTable
      title="Bars that decide"
      noun="bar"
      table={table}
      columns={columns}
      exported={exported}
      height={400}
      where={reason === any ? [] : [{ column: "reason", is: reason }]}
      about={
        <p>
          Bars of this run on which the order of high and low, or one tick at a limit, changes a fill, each from the state the run had
          there. Under Fills they have a dot.
        </p>
      }
      filters={
        reasons.length > 1 && (
          <Select
            aria-label="Reason"
            className="w-40"
            value={reason}
            onValueChange={setReason}
            options={[{ value: any, label: "All reasons" }, ...reasons.map((value) => ({ value, label: value }))]}
          />
        )
      }
    />
  );
}
