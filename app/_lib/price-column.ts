import { formatDecimal, formatPrice } from "./format.ts";

const mostDecimals = 4;

/** Formats the prices or quantities of one column with the same decimals, so that they stand under each other: as many as the finest of them has, 4 at most. */
export function priceColumn(values: readonly (string | null)[]): (value: string | null | undefined) => string {
  let decimals = 0;
  let isFine = false;
  for (const value of values) {
    if (value === null) continue;
    const point = value.indexOf(".");
    if (point >= 0) decimals = Math.max(decimals, value.length - point - 1);
    // Below 1, four decimals may say nothing.
    if (/^-?0\.0/.test(value)) isFine = true;
  }
  const shown = Math.min(decimals, mostDecimals);
  return (value) => {
    if (value === null || value === undefined) return "";
    return isFine ? formatPrice(value) : formatDecimal(value, shown);
  };
}
