import { minusSign, thinSpace } from "./format.ts";

/** Rows as CSV after RFC 4180, safe to open in a spreadsheet: a text that would be read as a formula is quoted by an apostrophe. */
export function csvText(head: readonly string[], rows: Iterable<readonly (string | number | null | undefined)[]>): string {
  const lines = [head.map((text) => cell(text)).join(",")];
  for (const row of rows) lines.push(row.map(cell).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

function cell(value: string | number | null | undefined): string {
  const text = plain(String(value ?? ""));
  const safe = /^[=+\-@\t\r]/.test(text) && !isNumber(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Numbers as machines read them: the typographic minus and the thin separators of thousands are for people. */
function plain(text: string): string {
  const number = text.replaceAll(minusSign, "-").replaceAll(thinSpace, "");
  return isNumber(number) ? number : text;
}

function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}

/** Tab-separated, for the clipboard. */
export function tabText(head: readonly string[], rows: Iterable<readonly (string | number | null | undefined)[]>): string {
  const line = (row: readonly (string | number | null | undefined)[]) =>
    row.map((value) => plain(String(value ?? "")).replace(/[\t\r\n]/g, " ")).join("\t");
  return [line(head), ...Array.from(rows, line)].join("\n");
}
