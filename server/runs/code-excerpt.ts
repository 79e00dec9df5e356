const around = 3;
const longest = 240;

/** Lines of a strategy around the one that failed, numbered, that one marked; `undefined` when the file has no such line. */
export function codeExcerpt(text: string, line: number): string | undefined {
  const lines = text.split(/\r?\n/);
  if (!Number.isInteger(line) || line < 1 || line > lines.length) return undefined;
  const from = Math.max(1, line - around);
  const shown = lines.slice(from - 1, line + around);
  const width = String(from + shown.length - 1).length;
  return shown
    .map((row, index) => {
      const number = from + index;
      const code = row.length > longest ? `${row.slice(0, longest - 1)}…` : row;
      return `${number === line ? ">" : " "} ${String(number).padStart(width)} | ${code}`;
    })
    .join("\n");
}
