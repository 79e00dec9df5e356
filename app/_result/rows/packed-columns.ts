import type { RowColumns } from "#server/runs/results/row-columns.ts";

/**
 * A column as it goes from the worker to the page: a few large pieces instead of a value a row, so that the page takes in 100,000 rows
 * without a pause and makes the texts of those it shows.
 */
export type PackedColumn =
  /** `NaN` stands for nothing. */
  | { readonly kind: "numbers"; readonly values: Float64Array }
  /** Few different texts, each row with the place of its own. */
  | { readonly kind: "choices"; readonly choices: readonly (string | null)[]; readonly places: Uint16Array; readonly isJson: boolean }
  /** One after the other as UTF-8: those of a row end where the next one's begin. */
  | { readonly kind: "texts"; readonly bytes: Uint8Array; readonly ends: Uint32Array; readonly isJson: boolean };

const mostChoices = 4_096;

export function packColumn(values: readonly unknown[]): PackedColumn {
  const isNothing = (value: unknown) => value === null || value === undefined;
  if (values.some((value) => typeof value === "number") && values.every((value) => isNothing(value) || typeof value === "number")) {
    return { kind: "numbers", values: Float64Array.from(values, (value) => (isNothing(value) ? Number.NaN : (value as number))) };
  }
  const isJson = values.some((value) => !isNothing(value) && typeof value !== "string");
  const texts = values.map((value) => (isNothing(value) ? null : isJson ? JSON.stringify(value) : (value as string)));
  return packChoices(texts, isJson) ?? packTexts(texts, isJson);
}

function packChoices(texts: readonly (string | null)[], isJson: boolean): PackedColumn | undefined {
  const known = new Map<string | null, number>();
  const places = new Uint16Array(texts.length);
  for (const [row, text] of texts.entries()) {
    let place = known.get(text);
    if (place === undefined) {
      if (known.size === mostChoices) return undefined;
      place = known.size;
      known.set(text, place);
    }
    places[row] = place;
  }
  return { kind: "choices", choices: [...known.keys()], places, isJson };
}

function packTexts(texts: readonly (string | null)[], isJson: boolean): PackedColumn {
  const encoder = new TextEncoder();
  const bytes = encoder.encode(texts.join(""));
  const ends = new Uint32Array(texts.length);
  const endsBy = (lengthOf: (text: string) => number) => {
    let end = 0;
    for (const [row, text] of texts.entries()) {
      // Nothing and an empty text are shown alike, and a result has no empty ones among many.
      end += text === null ? 0 : lengthOf(text);
      ends[row] = end;
    }
    return end;
  };
  // Almost always a letter is a byte.
  if (endsBy((text) => text.length) !== bytes.length) endsBy((text) => encoder.encode(text).length);
  return { kind: "texts", bytes, ends, isJson };
}

const decoder = new TextDecoder();

/** The text of a row; `null` where it has none. */
export function packedText(column: PackedColumn, row: number): string | null {
  switch (column.kind) {
    case "numbers": {
      const value = column.values[row] ?? Number.NaN;
      return Number.isNaN(value) ? null : String(value);
    }
    case "choices":
      return column.choices[column.places[row] ?? 0] ?? null;
    case "texts":
      return decoder.decode(column.bytes.subarray(row === 0 ? 0 : column.ends[row - 1], column.ends[row])) || null;
  }
}

/** The value of a row as the result document has it. */
export function packedValue(column: PackedColumn, row: number): unknown {
  const text = packedText(column, row);
  if (text === null) return null;
  if (column.kind === "numbers") return column.values[row];
  return column.isJson ? JSON.parse(text) : text;
}

/** What moves instead of being copied. */
export function buffersOf(column: PackedColumn): ArrayBuffer[] {
  const arrays = column.kind === "numbers" ? [column.values] : column.kind === "choices" ? [column.places] : [column.bytes, column.ends];
  return arrays.map(({ buffer }) => buffer as ArrayBuffer);
}

/** Columns that a table shows or sorts by and the document has inside others. */
const derived: Readonly<Record<string, { readonly from: string; readonly value: (whole: never) => string | undefined }>> = {
  placed: { from: "history", value: (changes: readonly { readonly t: string }[]) => changes[0]?.t },
  because: {
    from: "why",
    value: ({ rule, point, gap }: { readonly rule: string; readonly point: string; readonly gap?: boolean }) =>
      `${rule}, ${point}${gap === true ? ", gap" : ""}`,
  },
};

export function derivedColumns({ columns }: RowColumns): Record<string, readonly (string | null)[]> {
  const found: Record<string, readonly (string | null)[]> = {};
  for (const [name, { from, value }] of Object.entries(derived)) {
    const whole = columns[from];
    if (whole?.some((one) => typeof one === "object" && one !== null) !== true) continue;
    found[name] = whole.map((one) => (one === null ? null : (value(one as never) ?? null)));
  }
  return found;
}
