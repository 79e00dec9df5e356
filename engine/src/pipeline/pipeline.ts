import type { Series } from "../run/series.ts";
import type { Prices } from "../strategy/context.ts";

/** A value for good, or values by the day they became known on. */
export type Dated<T> = T | Readonly<Record<string, T>>;

/** Who is compared with whom; what neither says is the universe. */
export interface Among {
  /** Only these, within the universe. */
  readonly mask?: Filter;
  /** Each group for itself; whoever has no group is left out. */
  readonly groupBy?: Classifier | Factor;
}

/**
 * What equal values share: `"ordinal"` nothing (the order of `ctx.symbols` decides), else the average, lowest (`"min"`) or highest (`"max"`)
 * of their ranks, or with `"dense"` one rank without a gap behind it.
 */
export type RankMethod = "ordinal" | "average" | "min" | "max" | "dense";

export interface RankOptions extends Among {
  /** Default `true`: the lowest value has rank 1. */
  readonly ascending?: boolean;
  /** Default `"ordinal"`. */
  readonly method?: RankMethod;
}

/** A number for every symbol on every bar: `NaN` where there is none, as for a symbol without a bar at that time. Made in `setup`. */
export interface Factor {
  /** At the last close. */
  value(symbol: string): number;
  /** Of the members that have one, in the order of `ctx.symbols`. */
  values(): Readonly<Record<string, number>>;

  plus(other: Factor | number): Factor;
  minus(other: Factor | number): Factor;
  times(other: Factor | number): Factor;
  /** `NaN` where the divisor is 0. */
  div(other: Factor | number): Factor;
  negated(): Factor;
  abs(): Factor;

  /** What has no value compares as false. */
  gt(other: Factor | number): Filter;
  gte(other: Factor | number): Filter;
  lt(other: Factor | number): Filter;
  lte(other: Factor | number): Filter;
  eq(other: Factor | number): Filter;
  /** Where there is a value. */
  isDefined(): Filter;
  /** The same numbers where the filter holds, `NaN` elsewhere. */
  mask(filter: Filter): Factor;

  /** Ranks from 1. */
  rank(options?: RankOptions): Factor;
  /** Less the mean, in standard deviations of the population; `NaN` where all are equal. */
  zscore(among?: Among): Factor;
  /** Less the mean. */
  demean(among?: Among): Factor;
  /** Values outside the fractions become the nearest one inside: `winsorize(0.05, 0.95)`. */
  winsorize(lower: number, upper: number, among?: Among): Factor;
  /** Bins of equal counts: 0 for the lowest, `count - 1` for the highest. */
  quantiles(count: number, among?: Among): Factor;
  /** The `count` highest (of each group), of equal ones those that come first in `ctx.symbols`. */
  top(count: number, among?: Among): Filter;
  /** The `count` lowest. */
  bottom(count: number, among?: Among): Filter;
  /** From one percentile to another, both included, as fractions: `percentileBetween(0.1, 0.9)`. */
  percentileBetween(lower: number, upper: number, among?: Among): Filter;
}

/** Whether something holds, for every symbol on every bar. Made in `setup`. */
export interface Filter {
  /** Members for which it held at the last close: of `top` and `bottom` the first by rank first, else in the order of `ctx.symbols`. */
  readonly symbols: readonly string[];
  /** How many those are. */
  readonly count: number;
  /** Whether the symbol is among them. */
  has(symbol: string): boolean;
  and(other: Filter): Filter;
  or(other: Filter): Filter;
  not(): Filter;
}

/** A name of a group, for every symbol on every bar. Made in `setup`. */
export interface Classifier {
  /** At the last close. */
  value(symbol: string): string | undefined;
  eq(label: string): Filter;
  /** Where there is a group. */
  isDefined(): Filter;
}

export interface FactorOptions {
  /** What a symbol without a bar at a time has: `"nan"` (the default) nothing, `"last"` what it had at its last bar. */
  readonly missing?: "nan" | "last";
}

/** Makes factors over all symbols, in `setup`. `docs/pipeline.md` explains them. */
export interface Pipeline {
  readonly open: Factor;
  readonly high: Factor;
  readonly low: Factor;
  readonly close: Factor;
  readonly volume: Factor;
  /** Members of the universe. */
  readonly universe: Filter;
  /** An indicator of each symbol: `pipeline.factor(({ close }) => returns(close, 252))`. */
  factor(indicator: (prices: Prices, symbol: string) => Series, options?: FactorOptions): Factor;
  /** Numbers of one's own by symbol: one for good, or dated ones, each known from the close of its exchange day on. */
  column(values: Readonly<Record<string, Dated<number>>>): Factor;
  /** Groups by symbol, for good or dated; or a column of the universe's file by its name. */
  classifier(groups: string | Readonly<Record<string, Dated<string>>>): Classifier;
}
