/**
 * Columns that nobody looks at any more, for later runs to write into: memory that is new to the process costs more than the numbers that
 * go into it. The garbage collector may take them at any time.
 */
const spare: WeakRef<Float64Array>[] = [];
const most = 16;

/** A column of `length` numbers that may hold anything. */
export function takeColumn(length: number): Float64Array {
  for (const [at, reference] of spare.entries()) {
    const column = reference.deref();
    if (column?.length !== length) continue;
    spare.splice(at, 1);
    return column;
  }
  return new Float64Array(length);
}

/** Only for a column that nothing can reach through the package's public names. */
export function leaveColumn(column: Float64Array): void {
  if (spare.length === most) spare.shift();
  spare.push(new WeakRef(column));
}
