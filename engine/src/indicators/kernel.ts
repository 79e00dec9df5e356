import { callNative } from "../native.ts";
import type { ExactColumn } from "../run/series.ts";

/** Computes the lines of an indicator of the native core, in the order `signals::compute` documents. */
export function kernelLines(
  name: string,
  columns: readonly Float64Array[],
  numbers: readonly number[],
  exact?: ExactColumn,
): readonly Float64Array[] {
  return callNative((core) => core.indicator(name, columns, numbers, exact?.table, exact?.column, exact?.from));
}

/** The one line of an indicator that has one. */
export function kernelLine(name: string, columns: readonly Float64Array[], numbers: readonly number[], exact?: ExactColumn): Float64Array {
  return lineAt(kernelLines(name, columns, numbers, exact), 0);
}

export function lineAt(lines: readonly Float64Array[], index: number): Float64Array {
  const line = lines[index];
  if (line === undefined) throw new TypeError(`the native core gave ${lines.length} lines, line ${index} is missing`);
  return line;
}
