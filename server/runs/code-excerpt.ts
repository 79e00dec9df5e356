/** Lines of a strategy around the one that failed, as an error shows them. */
export interface CodeExcerpt {
  /** Number of the first line, from 1. */
  readonly from: number;
  readonly lines: readonly string[];
}

const around = 3;
const longest = 240;

/** `undefined` when the file has no such line. */
export function codeExcerpt(text: string, line: number): CodeExcerpt | undefined {
  const lines = text.split(/\r?\n/);
  if (!Number.isInteger(line) || line < 1 || line > lines.length) return undefined;
  const from = Math.max(1, line - around);
  const shown = lines.slice(from - 1, line + around);
  return { from, lines: shown.map((row) => (row.length > longest ? `${row.slice(0, longest - 1)}…` : row)) };
}
