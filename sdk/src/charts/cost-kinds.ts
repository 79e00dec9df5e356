import { add, type Costs, exact, type Summary, textOf } from "@rustybt/engine/figures";
import type { TableSpec } from "./chart-spec.ts";
import { formatAmount, formatMoney } from "./format.ts";

export interface CostKind {
  readonly id: string;
  readonly label: string;
  readonly definition: string;
  /** The definition in a few words. */
  readonly shortDefinition: string;
  /** What it cost; below zero where it was earned. */
  readonly amount: string;
}

type KnownKind = Omit<CostKind, "id" | "amount">;

/** In the order in which they are shown everywhere. */
const known: Readonly<Record<string, KnownKind>> = {
  commission: {
    label: "Commission",
    definition: "Fees by the rule of the commission, before a venue rounds them. Below zero is a rebate.",
    shortDefinition: "by its rule, before rounding",
  },
  slippage: {
    label: "Slippage",
    definition: "Σ |price − price before slippage| × quantity × multiplier over all fills. It is inside their prices.",
    shortDefinition: "inside the prices of the fills",
  },
  rounding: {
    label: "Rounding",
    definition: "What rounding to a smallest unit took beyond the exact amount. Below zero is what it gave.",
    shortDefinition: "beyond the exact amount",
  },
  borrow: {
    label: "Borrow",
    definition: "Market value of what was sold short × the borrow rate × the day fraction, day by day.",
    shortDefinition: "for what was sold short",
  },
  financing: {
    label: "Financing",
    definition: "Value of what was held overnight × the financing rate × the day fraction, day by day. Below zero was earned.",
    shortDefinition: "for what was held overnight",
  },
  interest: {
    label: "Interest",
    definition: "Interest on debt less interest on cash, by the day fraction, day by day. Below zero was earned.",
    shortDefinition: "on debt, less that on cash",
  },
  conversion: {
    label: "Conversion",
    definition: "What changing one currency for another took beyond the rate.",
    shortDefinition: "beyond the rates of currencies",
  },
};

/** What a run cost, kind by kind: all that its summary has, in a fixed order. */
export function costKinds(costs: Costs): CostKind[] {
  const amounts: Readonly<Record<string, string>> = { ...costs };
  const others = Object.keys(amounts).filter((id) => !Object.hasOwn(known, id));
  return [...Object.keys(known), ...others].flatMap((id) => {
    const amount = amounts[id];
    return amount === undefined ? [] : [{ id, amount, ...(known[id] ?? { label: id, definition: "", shortDefinition: "" }) }];
  });
}

/** Each kind of cost with its definition and the sum of all. */
export function costsTable({ costs, currency }: Pick<Summary, "costs" | "currency">): TableSpec {
  const kinds = costKinds(costs);
  const together = textOf(kinds.reduce((sum, { amount }) => add(sum, exact(amount)), exact("0")));
  return {
    id: "costs",
    title: "Costs by kind",
    sentence: `All costs together were ${formatMoney(together, currency)}.`,
    note: "Where the fills are those of a run without costs, this sum is the difference from its end value, to the last digit.",
    table: {
      columns: [
        { id: "kind", label: "Kind", align: "left" },
        { id: "amount", label: `Cost, ${currency}`, align: "right" },
        { id: "definition", label: "Definition", align: "left", isLong: true },
      ],
      rows: [
        ...kinds.map(({ label, amount, definition }) => [label, formatAmount(amount, currency), definition]),
        ["Together", formatAmount(together, currency), "The sum of all kinds."],
      ],
    },
  };
}
