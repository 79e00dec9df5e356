import { StrategyError } from "../errors.ts";
import type { ColumnName, TableHandle } from "../native.ts";
import { leaveColumn } from "./spare-columns.ts";

/** Where a run stands in the bars of one symbol (or of all symbols that share every timestamp). -1 before the first bar. */
export interface Cursor {
  index: number;
}

/** What handles made in one run share: whether `setup` is still running, and the indicators the warm-up waits for. */
export interface SeriesScope {
  inSetup: boolean;
  readonly indicators: Series[];
}

/** The exact decimals a price column was read from: its values are those of `column` from bar `from` on. */
export interface ExactColumn {
  readonly table: TableHandle;
  readonly column: ColumnName;
  readonly from: number;
}

interface Inside {
  readonly name: string;
  readonly values: Float64Array;
  readonly cursor: Cursor;
  readonly scope: SeriesScope;
  readonly exact: ExactColumn | undefined;
}

let create: (name: string, values: Float64Array, cursor: Cursor, scope: SeriesScope, exact?: ExactColumn) => Series;
let inside: (series: Series) => Inside;
let hasBrand: (value: unknown) => value is Series;
let crossed: (upper: Series, lower: Series) => boolean;

/**
 * A column of numbers seen from the current bar: a price column or an indicator. `NaN` where it is not defined yet, and once the run is
 * over.
 *
 * ```ts
 * import { defineStrategy, sma } from "rustybt";
 *
 * export default defineStrategy({
 *   setup: ({ data }) => ({ close: data.close, mean: sma(data.close, 3) }),
 *   onBar(ctx, { close, mean }) {
 *     if (close.value > mean.value && close.at(1) <= mean.at(1)) ctx.order(1);
 *   },
 * });
 * ```
 */
export class Series {
  readonly #name: string;
  readonly #values: Float64Array;
  readonly #cursor: Cursor;
  readonly #scope: SeriesScope;
  readonly #exact: ExactColumn | undefined;

  private constructor(name: string, values: Float64Array, cursor: Cursor, scope: SeriesScope, exact: ExactColumn | undefined) {
    this.#exact = exact;
    this.#name = name;
    this.#values = values;
    this.#cursor = cursor;
    this.#scope = scope;
  }

  /** Value at the current closed bar. */
  get value(): number {
    const index = this.#cursor.index;
    return index < 0 ? Number.NaN : (this.#values[index] as number);
  }

  /** Value `bars` bars ago; 0 is the current bar, before the first bar is `NaN`. */
  at(bars: number): number {
    if (bars >>> 0 !== bars) throw offsetError(this.#name, bars);
    const index = this.#cursor.index - bars;
    return index < 0 ? Number.NaN : (this.#values[index] as number);
  }

  /** Closed bars so far. */
  get length(): number {
    return this.#cursor.index + 1;
  }

  // The friends below are not exported from the package: user code can only look back from the current bar.
  static {
    create = (name, values, cursor, scope, exact) => new Series(name, values, cursor, scope, exact);
    inside = (series) => ({
      name: series.#name,
      values: series.#values,
      cursor: series.#cursor,
      scope: series.#scope,
      exact: series.#exact,
    });
    crossed = (upper, lower) => {
      const now = upper.#cursor.index;
      const there = lower.#cursor.index;
      if (now < 1 || there < 1) return false;
      const above = upper.#values;
      const below = lower.#values;
      return (above[now] as number) > (below[there] as number) && (above[now - 1] as number) <= (below[there - 1] as number);
    };
    hasBrand = (value): value is Series => typeof value === "object" && value !== null && #values in value;
  }
}

/**
 * A price column of one symbol. `values` holds the whole run; the cursor is what keeps the future out of sight. With `exact`, indicators
 * that sum (sma, wma, stdev, bbands, roc) work on the decimals themselves.
 */
export function createSeries(name: string, values: Float64Array, cursor: Cursor, scope: SeriesScope, exact?: ExactColumn): Series {
  return create(name, values, cursor, scope, exact);
}

/**
 * An indicator over one or more series of the same symbol. `compute` gets whole columns and must be causal: its value at `i` may only
 * use inputs up to `i`. `exact` is that of the first input. The warm-up of the run waits until every indicator made in `setup` is defined.
 */
export function deriveSeries(
  name: string,
  inputs: readonly Series[],
  compute: (columns: readonly Float64Array[], exact: ExactColumn | undefined) => Float64Array,
): Series {
  return deriveRecord(name, inputs, (columns, exact) => ({ value: compute(columns, exact) })).value;
}

/** Like `deriveSeries` for indicators with several lines; the record's keys become the handles' names (`macd.signal`). */
export function deriveRecord<K extends string>(
  name: string,
  inputs: readonly Series[],
  compute: (columns: readonly Float64Array[], exact: ExactColumn | undefined) => Record<K, Float64Array>,
): Record<K, Series> {
  const sources = inputs.map((input, position) => sourceOf(name, input, position));
  const [first] = sources;
  if (first === undefined) throw new TypeError(`${name}: no input series`);
  for (const source of sources) {
    if (source.scope !== first.scope || source.cursor !== first.cursor || source.values.length !== first.values.length) {
      throw new StrategyError(`${name}: the series ${first.name} and ${source.name} belong to different symbols`, {
        code: "strategy.indicatorMixesSymbols",
        hint: 'Give every argument of one indicator from the same symbol, for example data.of("MSFT").high and data.of("MSFT").low.',
        context: { indicator: name, series: sources.map((each) => each.name) },
      });
    }
  }
  if (!first.scope.inSetup) {
    throw new StrategyError(`${name} was called outside setup`, {
      code: "strategy.indicatorOutsideSetup",
      hint: `Make indicators in setup and return them: setup: ({ data }) => ({ x: ${name}(data.close, …) }).`,
      context: { indicator: name },
    });
  }
  const columns = compute(
    sources.map((source) => source.values),
    first.exact,
  );
  const handles = {} as Record<K, Series>;
  for (const key of Object.keys(columns) as K[]) {
    const handle = create(key === "value" ? name : `${name}.${key}`, columns[key], first.cursor, first.scope);
    first.scope.indicators.push(handle);
    handles[key] = handle;
  }
  return handles;
}

export function isSeries(value: unknown): value is Series {
  return hasBrand(value);
}

/** Whether `upper` is above `lower` now and was not one bar ago; a `NaN` is neither. In one place, small enough to be inlined whole. */
export function hasCrossed(upper: Series, lower: Series): boolean {
  return crossed(upper, lower);
}

/** The whole column of a handle, for indicator kernels and the warm-up only. */
export function columnOf(series: Series): Float64Array {
  return inside(series).values;
}

/** Gives the indicators' columns to later runs, once no cursor of the run stands on a bar any more. */
export function leaveIndicators({ indicators }: SeriesScope): void {
  for (const column of new Set(indicators.map(columnOf))) leaveColumn(column);
}

/** The cursor a handle reads through. */
export function cursorOf(series: Series): Cursor {
  return inside(series).cursor;
}

function sourceOf(name: string, input: unknown, position: number): Inside {
  if (isSeries(input)) return inside(input);
  throw new StrategyError(`${name}: argument ${position + 1} is not a series, got ${describe(input)}`, {
    code: "strategy.notASeries",
    hint: 'Pass a column such as data.close, data.of("MSFT").high, or another indicator.',
    context: { indicator: name, argument: position + 1 },
  });
}

function describe(value: unknown): string {
  if (typeof value === "number" || value === undefined || value === null) return String(value);
  if (typeof value === "object" && !Array.isArray(value)) return `an object with ${Object.keys(value).join(", ") || "no keys"}`;
  return typeof value === "string" ? JSON.stringify(value) : `a ${typeof value}`;
}

function offsetError(name: string, bars: unknown): StrategyError {
  return new StrategyError(`${name}.at(${describe(bars)}): the offset must be a whole number of bars, 0 or more`, {
    code: "strategy.badOffset",
    hint: "at(1) is the bar before the current one; the future cannot be read.",
    context: { series: name, offset: bars },
  });
}
