import { formatAmount, formatTime } from "#app/_lib/format.ts";
import { priceText } from "#app/_lib/price-column.ts";
import type { VirtualColumn } from "#app/_ui/virtual-table.tsx";
import type { RowTable } from "./rows/row-table.ts";
import type { SortAs } from "./rows/row-view.ts";

export interface ResultColumn extends VirtualColumn {
  readonly sortAs: SortAs;
}

type Look = Partial<Pick<VirtualColumn, "width" | "narrow" | "align" | "text" | "cell">>;

/** The columns of a result's tables: each kind is shown and sorted in its own way. */
export function tableColumns(table: RowTable) {
  const column = (sortAs: SortAs, id: string, label: string, rest: Look & Pick<VirtualColumn, "width" | "text">): ResultColumn => ({
    id,
    label,
    isSortable: true,
    sortAs,
    ...rest,
  });
  return {
    text: (id: string, label: string, look: Look = {}) =>
      column("text", id, label, { width: "minmax(5rem, 1fr)", text: (row) => table.text(id, row), ...look }),
    time: (id: string, label: string, look: Look = {}) =>
      column("time", id, label, {
        // Days alone need less room.
        width: table.facts(id).hasClock ? "8.5rem" : "6.5rem",
        text: (row) => formatTime(table.text(id, row)),
        narrow: "second",
        ...look,
      }),
    price: (id: string, label: string, look: Look = {}) =>
      column("number", id, label, {
        align: "right",
        width: "minmax(5.5rem, 1fr)",
        text: (row) => priceText(table.text(id, row), table.facts(id).decimals),
        ...look,
      }),
    money: (id: string, label: string, currency: string, look: Look = {}) =>
      column("number", id, label, {
        align: "right",
        width: "minmax(6rem, 1fr)",
        text: (row) => formatAmount(table.text(id, row) || "0", currency),
        ...look,
      }),
    count: (id: string, label: string, look: Look = {}) =>
      column("number", id, label, { align: "right", width: "5rem", text: (row) => table.text(id, row), ...look }),
  };
}
