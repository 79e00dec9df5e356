import { add, exact, negate, type Summary, subtract, textOf } from "@rustybt/engine/figures";
import type { Bar, ChartSpec } from "./chart-spec.ts";
import { type CostKind, costKinds } from "./cost-kinds.ts";
import { formatAmount, formatMoney } from "./format.ts";
import { linearAxis } from "./value-axis.ts";

export interface CostStep {
  readonly id: string;
  readonly label: string;
  /** Signed: what it did to the profit. */
  readonly amount: string;
  readonly isTotal: boolean;
  /** What it is, in a few words. */
  readonly definition?: string;
}

export type CostFigures = Pick<Summary, "profit" | "dividends" | "slippage" | "fees"> & Partial<Pick<Summary, "costs">>;

/**
 * From what price moves made to the net profit. The steps sum exactly: profit = price moves + dividends - each kind of cost. Kinds a run may
 * have are left out where they are zero; a result of a version that knew fees as one sum shows that.
 */
export function costSteps(summary: CostFigures): CostStep[] {
  const { profit, dividends } = summary;
  const costs = costsOf(summary);
  const beforeCosts = costs.reduce((sum, { amount }) => add(sum, exact(amount)), exact(profit));
  const price = textOf(subtract(beforeCosts, exact(dividends)));
  return [
    { id: "price", label: "Price moves", amount: price, isTotal: true },
    ...(Number(dividends) === 0 ? [] : [{ id: "dividends", label: "Dividends", amount: dividends, isTotal: false }]),
    ...costs.map(({ id, label, amount, shortDefinition }) => ({
      id,
      label,
      amount: textOf(negate(exact(amount))),
      isTotal: false,
      ...(shortDefinition === undefined ? {} : { definition: shortDefinition }),
    })),
    { id: "profit", label: "Net profit", amount: profit, isTotal: true },
  ];
}

type Cost = Pick<CostKind, "id" | "label" | "amount"> & Partial<Pick<CostKind, "shortDefinition">>;

function costsOf({ costs, fees, slippage }: CostFigures): Cost[] {
  if (costs === undefined) {
    return [
      { id: "slippage", label: "Slippage", amount: slippage },
      { id: "fees", label: "Fees", amount: fees },
    ];
  }
  return costKinds(costs).filter(({ id, amount }) => id === "commission" || id === "slippage" || Number(amount) !== 0);
}

export function costWaterfall(summary: CostFigures & Pick<Summary, "currency">): ChartSpec {
  const { currency } = summary;
  const steps = costSteps(summary);
  const costs = costsOf(summary);
  let level = 0;
  const bars = steps.map(({ amount, isTotal }, i): Bar => {
    const from = isTotal ? 0 : level;
    level = isTotal ? Number(amount) : level + Number(amount);
    const token = isTotal ? "series1" : Number(amount) < 0 ? "loss" : "gain";
    return { x0: i - 0.5, x1: i + 0.5, y0: from, y1: level, token, text: formatAmount(amount, currency) };
  });
  const together = textOf(costs.reduce((sum, { amount }) => add(sum, exact(amount)), exact("0")));
  return {
    id: "cost-waterfall",
    title: "From price moves to net profit",
    sentence: `${listed(costs.map(({ label, amount }) => `${label.toLowerCase()} of ${formatMoney(amount, currency)}`))} cost ${formatMoney(together, currency)}; net profit was ${formatMoney(summary.profit, currency)}.`,
    x: { kind: "band", names: steps.map(({ label }) => label) },
    y: linearAxis(
      bars.flatMap(({ y0, y1 }) => [y0, y1]),
      { unit: currency, include: [0] },
    ),
    layers: [{ kind: "bars", id: "costs", label: "Amount", bars }],
    table: {
      columns: [
        { id: "step", label: "Step", align: "left" },
        { id: "amount", label: `Amount, ${currency}`, align: "right" },
      ],
      rows: steps.map(({ label, amount }) => [label, formatAmount(amount, currency)]),
    },
  };
}

function listed(parts: readonly string[]): string {
  const text = parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
