import type { ResultDocument } from "@rustybt/engine/figures";
import type { ReactElement } from "react";
import { decidingBarsTable, type TableSpec } from "../../charts/index.ts";
import { type OrderAccount, orderAccount } from "../order-account.ts";
import type { ReportFacts } from "../report-facts.ts";
import { colors, type Style, text, view, whole } from "./elements.ts";
import { noteSize, styles } from "./layout.ts";

const mostBars = 24;
const mostOrders = 12;

/** Where bars leave something open: the bounds with what decides them, and why orders filled or did not. Other results have no such page. */
export function accountPage(facts: ReportFacts, result: ResultDocument, width: number): ReactElement[][] {
  const { bounds } = facts;
  if (bounds === undefined && result.unfilled === undefined) return [];
  return [
    [
      ...(bounds === undefined
        ? []
        : [
            ...table(bounds.models, ["34%", "26%", "20%", "20%"], width),
            ...table(decidingBarsTable(result.bounds?.bars ?? [], mostBars), ["18%", "12%", "16%", "54%"], width),
          ]),
      ...orders(orderAccount(result, mostOrders), width),
    ],
  ];
}

function orders({ endings, fills, unfilled }: OrderAccount, width: number): ReactElement[] {
  return [
    ...table(endings, ["30%", "10%", "60%"], width),
    ...table(fills, ["22%", "8%", "70%"], width),
    ...(unfilled.table.rows.length === 0 ? [] : table(unfilled, ["7%", "14%", "24%", "16%", "39%"], width)),
  ];
}

const line: Style = { flexDirection: "row", gap: 6, borderBottomWidth: 0.5, borderBottomColor: colors.line, paddingVertical: 1.6 };

function table({ title, sentence, note, table: { columns, rows } }: TableSpec, widths: readonly string[], width: number): ReactElement[] {
  const row = (cells: readonly string[], style: Style): ReactElement =>
    whole(
      { ...line, width },
      ...cells.map((cell, i) => text({ ...style, width: widths[i] ?? "auto", textAlign: columns[i]?.align ?? "left" }, cell)),
    );
  return [
    // A title stays with the first row.
    whole(
      {},
      text(styles.section, title),
      text({ ...styles.note, marginBottom: 2 }, sentence),
      ...(rows.length === 0
        ? []
        : [
            row(
              columns.map(({ label }) => label),
              { color: colors.muted, fontSize: noteSize },
            ),
          ]),
      ...rows.slice(0, 1).map((cells) => row(cells, styles.noteText)),
    ),
    ...rows.slice(1).map((cells) => row(cells, styles.noteText)),
    ...(note === undefined ? [] : [view({ marginTop: 3 }, text(styles.note, note))]),
  ];
}
