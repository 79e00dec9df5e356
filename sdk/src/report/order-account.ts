import { explain, reasonSentence, ruleSentence } from "@rustybt/engine/explain";
import type { FillRow, OrderRow, ResultDocument } from "@rustybt/engine/figures";
import { formatDecimal, formatTime, plural, type TableSpec } from "../charts/index.ts";

/** How the orders of a run ended: what filled and by which rule, what did not and why. */
export interface OrderAccount {
  readonly fills: TableSpec;
  readonly endings: TableSpec;
  /** Orders that did not fill, or not wholly, each with its reasons. */
  readonly unfilled: TableSpec;
}

/** `most` of the orders that did not fill are told one by one, some of each ending. */
export function orderAccount(result: ResultDocument, most: number): OrderAccount {
  return { fills: fillRules(result.fills), endings: endings(result), unfilled: unfilledOrders(result, most) };
}

function fillRules(fills: readonly FillRow[]): TableSpec {
  const groups = groupsOf(fills, ({ why }) => `${why.rule}, ${why.point}${why.gap === true ? ", gap" : ""}`);
  return {
    id: "fill-rules",
    title: "Why orders filled",
    sentence: `${plural(fills.length, "fill")} by ${plural(groups.length, "rule")}.`,
    table: {
      columns: [
        { id: "rule", label: "Rule and point", align: "left" },
        { id: "count", label: "Fills", align: "right" },
        { id: "first", label: "The first of them", align: "left", isLong: true },
      ],
      rows: groups.map(([rule, [first, ...others]]) => [
        rule,
        formatDecimal(String(others.length + 1)),
        `Fill ${first.id} on ${formatTime(first.t)}. ${ruleSentence(first)}`,
      ]),
    },
  };
}

function endings({ orders }: ResultDocument): TableSpec {
  const groups = groupsOf(orders, endingOf);
  return {
    id: "order-endings",
    title: "What became of the orders",
    sentence: `${plural(orders.length, "order")}.`,
    table: {
      columns: [
        { id: "status", label: "Status and reason", align: "left" },
        { id: "count", label: "Orders", align: "right" },
        { id: "why", label: "What it means", align: "left", isLong: true },
      ],
      rows: groups.map(([status, [first, ...others]]) => [
        status,
        formatDecimal(String(others.length + 1)),
        first.reason === undefined ? (openWords[first.status] ?? "") : reasonSentence(first.reason),
      ]),
    },
  };
}

const openWords: Readonly<Record<string, string>> = {
  filled: "It filled whole.",
  initialized: "It waited for another order to fill when the data ended.",
  partiallyFilled: "The rest was open when the data ended.",
  triggered: "Its trigger was reached; it was open when the data ended.",
  accepted: "It was open when the data ended.",
  submitted: "It was on its way when the data ended.",
};

function unfilledOrders(result: ResultDocument, most: number): TableSpec {
  const all = result.orders.filter(({ status }) => status !== "filled");
  const shown = someOfEach(
    groupsOf(all, endingOf).map(([, rows]) => rows),
    most,
  ).toSorted((a, b) => a.id - b.id);
  const some =
    shown.length < all.length
      ? `${formatDecimal(String(shown.length))} of ${formatDecimal(String(all.length))}, some of each ending. `
      : "";
  return {
    id: "unfilled-orders",
    title: "Orders that did not fill, or not wholly",
    sentence: all.length === 0 ? "Every order filled whole." : `${plural(all.length, "order")} did not fill, or not wholly.`,
    note: `${some}The command rustybt explain result.json ORDER accounts for each order of the run.`,
    table: {
      columns: [
        { id: "order", label: "Order", align: "right" },
        { id: "t", label: "Said, UTC", align: "left" },
        { id: "asked", label: "Asked", align: "left", isLong: true },
        { id: "ended", label: "Ended", align: "left" },
        { id: "why", label: "Why", align: "left", isLong: true },
      ],
      rows: shown.map((order) => {
        const { asked, whyNot } = explain(result, order.id);
        return [String(order.id), formatTime(order.history[0]?.t ?? ""), asked.replace(/\.$/, ""), endingOf(order), whyNot.join(" ")];
      }),
    },
  };
}

function endingOf({ status, reason }: OrderRow): string {
  return reason === undefined ? status : `${status}, ${reason}`;
}

/** Of each group the same number of rows from its end, as far as it has them. */
function someOfEach<Row>(groups: readonly (readonly Row[])[], most: number): Row[] {
  const taken: Row[] = [];
  const longest = Math.max(0, ...groups.map((rows) => rows.length));
  for (let back = 1; back <= longest && taken.length < most; back++) {
    for (const rows of groups) if (rows.length >= back && taken.length < most) taken.push(rows.at(-back) as Row);
  }
  return taken;
}

type Group<Row> = readonly [name: string, rows: readonly [Row, ...Row[]]];

/** Rows by name, most rows first; of as many the first to appear. */
function groupsOf<Row>(rows: readonly Row[], nameOf: (row: Row) => string): Group<Row>[] {
  const groups = new Map<string, [Row, ...Row[]]>();
  for (const row of rows) {
    const group = groups.get(nameOf(row));
    if (group === undefined) groups.set(nameOf(row), [row]);
    else group.push(row);
  }
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}
