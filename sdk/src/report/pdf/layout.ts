import { colors, type Style } from "./elements.ts";
import { monoFont, textFont } from "./fonts.ts";

export type PageSize = "A4" | "Letter";

const margin = 40;
const widths: Record<PageSize, number> = { A4: 595.28, Letter: 612 };
const heights: Record<PageSize, number> = { A4: 841.89, Letter: 792 };

export function contentWidth(page: PageSize): number {
  return widths[page] - 2 * margin;
}

export function pageHeight(page: PageSize): number {
  return heights[page];
}

const gutter = 12;

/** Width of so many of the 12 columns. */
export function columns(count: number, width: number): number {
  return ((width + gutter) / 12) * count - gutter;
}

export const textSize = 9;
export const noteSize = 7;
/** Of a digit of the text font, in ems. */
export const glyphWidth = 0.575;

const note: Style = { fontSize: noteSize, color: colors.muted, lineHeight: 1.3 };

export const styles = {
  page: {
    fontFamily: textFont,
    fontSize: textSize,
    color: colors.text,
    paddingHorizontal: margin,
    paddingTop: 46,
    paddingBottom: 44,
    lineHeight: 1.25,
  },
  runningHead: {
    position: "absolute",
    top: 22,
    left: margin,
    right: margin,
    flexDirection: "row",
    justifyContent: "space-between",
    borderBottomWidth: 0.5,
    borderBottomColor: colors.line,
    paddingBottom: 4,
  },
  foot: {
    position: "absolute",
    left: margin,
    right: margin,
    flexDirection: "row",
    justifyContent: "space-between",
    borderTopWidth: 0.5,
    borderTopColor: colors.line,
    paddingTop: 4,
  },
  note,
  noteMono: { ...note, fontFamily: monoFont, fontSize: 6.5 },
  noteText: { ...note, color: colors.text },
  panel: { borderLeftWidth: 2, backgroundColor: colors.panel, paddingVertical: 4, paddingHorizontal: 8 },
  row: { flexDirection: "row", justifyContent: "space-between", gap: gutter },
  section: { fontSize: textSize, fontWeight: 700, marginTop: 12, marginBottom: 4 },
} as const satisfies Readonly<Record<string, Style>>;
