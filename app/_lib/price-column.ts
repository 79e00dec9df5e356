import { formatDecimal, formatPrice } from "./format.ts";

const mostDecimals = 4;

/** How the prices or quantities of one column are shown, so that they stand under each other. */
export interface ColumnDecimals {
  /** As many as the finest of them has, 4 at most. */
  readonly decimals: number;
  /** Some are so small that as many decimals may say nothing. */
  readonly isFine: boolean;
}

export function decimalsOf(values: readonly (string | null)[]): ColumnDecimals {
  let decimals = 0;
  let isFine = false;
  for (const value of values) {
    if (value === null) continue;
    const point = value.indexOf(".");
    if (point >= 0) decimals = Math.max(decimals, value.length - point - 1);
    if (/^-?0\.0/.test(value)) isFine = true;
  }
  return { decimals: Math.min(decimals, mostDecimals), isFine };
}

export function priceText(value: string, { decimals, isFine }: ColumnDecimals): string {
  if (value === "") return "";
  return isFine ? formatPrice(value) : formatDecimal(value, decimals);
}
