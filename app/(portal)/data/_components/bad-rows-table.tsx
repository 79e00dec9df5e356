"use client";

import { useMemo } from "react";
import { formatDecimal } from "#app/_lib/format.ts";
import { DataActions } from "#app/_ui/data-actions.tsx";
import { type VirtualColumn, VirtualTable } from "#app/_ui/virtual-table.tsx";
import type { BadRow } from "./draft-options.ts";
import { ruleText } from "./rule-text.ts";

const mostHeight = 320;

/** Every bad row that is kept, with its rule. */
export function BadRowsTable({ rows, total }: { readonly rows: readonly BadRow[]; readonly total: number }) {
  const columns = useMemo((): VirtualColumn[] => {
    const text = (of: (row: BadRow) => string) => (at: number) => of(rows[at] as BadRow);
    return [
      {
        id: "line",
        label: "Line",
        width: "5rem",
        align: "right",
        text: text(({ line }) => formatDecimal(line)),
        narrow: "lead",
      },
      { id: "rule", label: "Rule", width: "12rem", text: text(({ rule }) => ruleText(rule)), narrow: "trail" },
      { id: "column", label: "Column", width: "minmax(6rem, 1fr)", text: text(({ column }) => column), narrow: "second" },
      {
        id: "value",
        label: "Value",
        width: "minmax(8rem, 2fr)",
        text: text(({ value }) => (value === "" ? "(empty)" : value)),
        narrow: "second",
      },
      { id: "reason", label: "What is wrong", width: "minmax(12rem, 4fr)", text: text(({ reason }) => reason) },
    ];
  }, [rows]);
  return (
    <div>
      <VirtualTable label="Bad rows" columns={columns} count={rows.length} height={mostHeight} />
      <div className="mt-1 flex items-center justify-between gap-2">
        <span className="text-muted text-note">
          {total > rows.length && `The first ${formatDecimal(rows.length)} of ${formatDecimal(total)} are listed.`}
        </span>
        <DataActions
          title="Bad rows"
          fileName="bad-rows"
          table={() => ({
            head: ["line", "column", "value", "rule", "reason"],
            rows: () => rows.map(({ line, column, value, rule, reason }) => [line, column, value, ruleText(rule), reason]),
          })}
          about="Rows of the file that cannot be used, with the first rule each of them breaks. Lines are counted as an editor shows them: the header is line 1."
        />
      </div>
    </div>
  );
}
