/** What the native reader says about a file: `market::CsvInfo`. */
export interface CsvInfo {
  readonly sha256: string;
  readonly bytes: number;
  readonly symbols: readonly {
    readonly symbol: string;
    readonly rows: number;
    readonly fromMs: number;
    readonly toMs: number;
    readonly intervalMs: number;
    readonly zeroVolume: number;
    readonly reversed: boolean;
  }[];
  readonly timezone: string;
  readonly daily: boolean;
  readonly timeFormat: string;
  readonly delimiter: string;
  readonly columns: readonly (readonly [field: string, column: string])[];
  readonly dropped: readonly { readonly rule: string; readonly count: number }[];
  readonly droppedRows: readonly BadRow[];
  readonly rounded: number;
  readonly notes: readonly { readonly code: string; readonly message: string }[];
  readonly symbolsFound: readonly string[];
}

/** A row that cannot be used, with the first rule it breaks. */
export interface BadRow {
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly rule: string;
  readonly reason: string;
}
