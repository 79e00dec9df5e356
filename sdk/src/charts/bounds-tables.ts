import { add, type Bounds, type BoundsModel, type DecidingBar, exact, negate, textOf } from "@rustybt/engine/figures";
import type { TableSpec } from "./chart-spec.ts";
import { formatAmount, formatDecimal, formatMoney, formatTime, plural } from "./format.ts";

/** What the interval of a run with bounds is, and what it is not; stands wherever the interval does. */
export const boundsDefinition =
  "Least and greatest end value of the same strategy under eight models: four orders of a bar's high and low (high first, low first, better for the account, worse for it), each with limits that fill on a touch or need one tick more.";
export const boundsCaveat = "An envelope of these models, not a guarantee.";

/** Bars on which the models differ, by what makes the difference. */
export type DecidingCounts = Readonly<Record<DecidingBar["reason"], number>>;

/** The interval without the bars that decide it. */
export type BoundsInterval = Pick<Bounds, "low" | "high" | "runs"> & { readonly deciding: DecidingCounts };

const reasonWords: Readonly<Record<DecidingBar["reason"], string>> = {
  path: "which came first, high or low, changes a fill",
  limit: "a touch of a limit, or one tick more, changes a fill",
  pathAndLimit: "both the order of high and low and the limit rule change a fill",
};

/** Why a bar decides, for a reader. */
export function decidingReason(reason: string): string {
  return reasonWords[reason as DecidingBar["reason"]] ?? reason;
}

export function decidingCounts(bars: readonly Pick<DecidingBar, "reason">[]): DecidingCounts {
  const of = (reason: DecidingBar["reason"]): number => bars.filter((bar) => bar.reason === reason).length;
  return { path: of("path"), limit: of("limit"), pathAndLimit: of("pathAndLimit") };
}

/** `14 bars decide it: 9 by path, 3 by limit, 2 by both`. */
export function decidingText({ path, limit, pathAndLimit }: DecidingCounts): string {
  const count = path + limit + pathAndLimit;
  if (count === 0) return "no bar decides it";
  const kinds = [
    [path, "path"],
    [limit, "limit"],
    [pathAndLimit, "both"],
  ] as const;
  const split = kinds.flatMap(([n, name]) => (n === 0 ? [] : [`${formatDecimal(String(n))} by ${name}`])).join(", ");
  return `${plural(count, "bar")} ${count === 1 ? "decides" : "decide"} it: ${split}`;
}

/** `between 99 and 120 USD`, or the one value. */
export function intervalText({ low, high }: Pick<Bounds, "low" | "high">, currency: string): string {
  return low === high ? formatMoney(low, currency) : `${formatAmount(low, currency)} to ${formatMoney(high, currency)}`;
}

const pathWords: Readonly<Record<BoundsModel["path"], string>> = {
  ohlc: "high first",
  olhc: "low first",
  best: "better for the account",
  worst: "worse for the account",
};
const limitWords: Readonly<Record<BoundsModel["limit"], string>> = { touch: "on a touch", through: "one tick more" };

/** End values of the eight models beside that of the run itself. */
export function boundsTable(
  bounds: BoundsInterval,
  { endValue, currency }: { readonly endValue: string; readonly currency: string },
): TableSpec {
  const row = (path: string, limit: string, equity: string): string[] => [
    path,
    limit,
    formatAmount(equity, currency),
    formatAmount(textOf(add(exact(equity), negate(exact(endValue)))), currency),
  ];
  return {
    id: "bounds",
    title: "End value by model",
    sentence: `The end value of ${formatMoney(endValue, currency)} lies in an envelope from ${formatMoney(bounds.low, currency)} to ${formatMoney(bounds.high, currency)}; ${decidingText(bounds.deciding)}.`,
    note: `${boundsDefinition} ${boundsCaveat}`,
    table: {
      columns: [
        { id: "path", label: "Path inside a bar", align: "left" },
        { id: "limit", label: "Limit", align: "left" },
        { id: "equity", label: `End value, ${currency}`, align: "right" },
        { id: "difference", label: `Against this run, ${currency}`, align: "right" },
      ],
      rows: [
        row("this run: the nearer extreme first", "as set", endValue),
        ...bounds.runs.map(({ path, limit, equity }) => row(pathWords[path] ?? path, limitWords[limit] ?? limit, equity)),
      ],
    },
  };
}

/** The bars on which the models part. */
export function decidingBarsTable(bars: readonly DecidingBar[], most = Number.POSITIVE_INFINITY): TableSpec {
  const shown = bars.slice(0, most);
  return {
    id: "deciding-bars",
    title: "Bars that decide",
    sentence:
      bars.length === 0
        ? "On no bar do these models change a fill."
        : `On ${plural(bars.length, "bar")} these models change a fill, each from the state this run had there.`,
    ...(shown.length < bars.length
      ? { note: `The first ${formatDecimal(String(shown.length))} of ${formatDecimal(String(bars.length))}; result.json has all of them.` }
      : {}),
    table: {
      columns: [
        { id: "t", label: "Bar, UTC", align: "left" },
        { id: "symbol", label: "Symbol", align: "left" },
        { id: "reason", label: "Reason", align: "left" },
        { id: "why", label: "What it means", align: "left", isLong: true },
      ],
      rows: shown.map(({ t, symbol, reason }) => [formatTime(t), symbol, reason, decidingReason(reason)]),
    },
  };
}
