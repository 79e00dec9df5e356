import { add, exact, negate, type Summary, subtract, textOf } from "@rustybt/engine/figures";
import type { Bar, ChartSpec } from "./chart-spec.ts";
import { formatAmount, formatMoney } from "./format.ts";
import { linearAxis } from "./value-axis.ts";

export interface CostStep {
  readonly id: "price" | "dividends" | "slippage" | "fees" | "profit";
  readonly label: string;
  /** Signed: what it did to the profit. */
  readonly amount: string;
  readonly isTotal: boolean;
}

/** From what price moves made to the net profit. The steps sum exactly: profit = price moves + dividends - slippage - fees. */
export function costSteps({ profit, dividends, slippage, fees }: Pick<Summary, "profit" | "dividends" | "slippage" | "fees">): CostStep[] {
  const beforeCosts = add(add(exact(profit), exact(fees)), exact(slippage));
  const price = textOf(subtract(beforeCosts, exact(dividends)));
  return [
    { id: "price", label: "Price moves", amount: price, isTotal: true },
    ...(Number(dividends) === 0 ? [] : [{ id: "dividends" as const, label: "Dividends", amount: dividends, isTotal: false }]),
    { id: "slippage", label: "Slippage", amount: textOf(negate(exact(slippage))), isTotal: false },
    { id: "fees", label: "Fees", amount: textOf(negate(exact(fees))), isTotal: false },
    { id: "profit", label: "Net profit", amount: profit, isTotal: true },
  ];
}

export function costWaterfall(summary: Pick<Summary, "currency" | "profit" | "dividends" | "slippage" | "fees">): ChartSpec {
  const { currency } = summary;
  const steps = costSteps(summary);
  let level = 0;
  const bars = steps.map(({ amount, isTotal }, i): Bar => {
    const from = isTotal ? 0 : level;
    level = isTotal ? Number(amount) : level + Number(amount);
    const token = isTotal ? "series1" : Number(amount) < 0 ? "loss" : "gain";
    return { x0: i - 0.5, x1: i + 0.5, y0: from, y1: level, token, text: formatAmount(amount, currency) };
  });
  const costs = textOf(add(exact(summary.fees), exact(summary.slippage)));
  return {
    id: "cost-waterfall",
    title: "From price moves to net profit",
    sentence: `Fees of ${formatMoney(summary.fees, currency)} and slippage of ${formatMoney(summary.slippage, currency)} cost ${formatMoney(costs, currency)}; net profit was ${formatMoney(summary.profit, currency)}.`,
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
