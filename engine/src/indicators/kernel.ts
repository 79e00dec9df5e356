import { callNative } from "../native.ts";
import type { ExactColumn } from "../run/series.ts";
import { takeColumn } from "../run/spare-columns.ts";

/** Computes the `count` lines of an indicator of the native core, in the order `signals::compute_into` documents. */
export function kernelLines(
  name: string,
  columns: readonly Float64Array[],
  numbers: readonly number[],
  count: number,
  exact?: ExactColumn,
): readonly Float64Array[] {
  const lines = Array.from({ length: count }, () => takeColumn(columns[0]?.length ?? 0));
  callNative((core) => core.indicator(name, columns, numbers, lines, exact?.table, exact?.column, exact?.from));
  return lines;
}

/** The one line of an indicator that has one. */
export function kernelLine(name: string, columns: readonly Float64Array[], numbers: readonly number[], exact?: ExactColumn): Float64Array {
  return lineAt(kernelLines(name, columns, numbers, 1, exact), 0);
}

export function lineAt(lines: readonly Float64Array[], index: number): Float64Array {
  const line = lines[index];
  if (line === undefined) throw new TypeError(`an indicator of ${lines.length} lines has no line ${index}`);
  return line;
}
