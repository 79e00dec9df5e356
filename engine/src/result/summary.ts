import type { MetricInput } from "../metrics/metric-input.ts";
import type { RunConfig } from "../settings/run-config.ts";
import type { Costs, CurrencySummary, Summary } from "./document.ts";
import { exact, returnText, subtract, textOf } from "./exact.ts";
import { rfc3339 } from "./rfc3339.ts";

/** Decimal strings of the account as a whole. */
export interface Totals {
  readonly startValue: string;
  readonly endValue: string;
  readonly cash: string;
  readonly fees: string;
  readonly slippage: string;
  readonly dividends: string;
  /** What venues' rounding of fees took beyond the exact fee. */
  readonly rounding: string;
  /** What holding cost. */
  readonly borrow: string;
  readonly financing: string;
  readonly interest: string;
  /** Of an account with several currencies. */
  readonly conversion?: string;
  readonly fx?: string;
  readonly byCurrency?: readonly CurrencySummary[];
  /** Of dividends. */
  readonly withheld: string;
}

export interface SummaryParts {
  readonly currency: string;
  readonly config: Partial<RunConfig>;
  readonly totals: Totals;
  readonly counts: { readonly orders: number; readonly fills: number; readonly trades: number };
  readonly input: MetricInput;
}

/** The figures that are looked at first. */
export function summaryOf({ currency, config, totals, counts, input }: SummaryParts): Summary {
  const { startValue, endValue, cash, fees, slippage, dividends, rounding } = totals;
  const { times } = input.facts;
  const annual = input.annualReturn.value;
  return {
    currency,
    startValue,
    endValue,
    profit: textOf(subtract(exact(endValue), exact(startValue))),
    totalReturn: returnText(startValue, endValue),
    annualReturn: annual === null ? null : String(annual),
    maxDrawdown: input.maxDrawdown,
    cash,
    fees,
    slippage,
    dividends,
    ...(Number(config.dividends?.withholding ?? "0") === 0 ? {} : { withheld: totals.withheld }),
    ...(totals.fx === undefined || totals.byCurrency === undefined ? {} : { fx: totals.fx, byCurrency: totals.byCurrency }),
    costs: {
      commission: textOf(subtract(exact(fees), exact(rounding))),
      rounding,
      slippage,
      ...holdingCosts(config, totals),
      ...(totals.conversion === undefined ? {} : { conversion: totals.conversion }),
    },
    orders: counts.orders,
    fills: counts.fills,
    trades: counts.trades,
    points: times.length,
    from: rfc3339(times[0] as number),
    to: rfc3339(times[times.length - 1] as number),
  };
}

/** Kinds that the settings ask for; documents of earlier versions have no such settings. */
function holdingCosts(config: Partial<RunConfig>, totals: Totals): Partial<Costs> {
  const asked = (["borrow", "financing", "interest"] as const).filter((kind) => (config[kind] ?? null) !== null);
  return Object.fromEntries(asked.map((kind) => [kind, totals[kind]]));
}
