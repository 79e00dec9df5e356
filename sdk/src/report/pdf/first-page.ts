import type { ReactElement } from "react";
import { drawChart, formatDecimal, type HeadlineFigure, sharedMargins } from "../../charts/index.ts";
import { type ReportFacts, titleWithUnit } from "../report-facts.ts";
import { colors, picture, text, view } from "./elements.ts";
import { columns, glyphWidth, noteSize, type PageSize, pageHeight, styles } from "./layout.ts";

interface PageRoom {
  readonly width: number;
  readonly page: PageSize;
}

const mostNotes = 16;
const mostCautions = 4;
/** Characters in half a line of notes, at least. */
const halfLine = 66;

const boundsHeight = 38;

export function firstPage(facts: ReportFacts, { width, page }: PageRoom): ReactElement[] {
  const height = chartHeight(facts, page);
  const font = { fontSize: noteSize, glyphWidth };
  const draw = { width, ...font, margins: sharedMargins([facts.equity, facts.drawdown], font) };
  return [
    titleBlock(facts),
    view({ marginTop: 10, gap: 8 }, figureRow(facts.headline.slice(0, 3), width), figureRow(facts.headline.slice(3, 6), width)),
    ...boundsLine(facts),
    text(styles.section, `${titleWithUnit(facts.equity)}${benchmarkText(facts)}`),
    picture(drawChart(facts.equity, { ...draw, height: height * 0.68, isAxisLabelled: false })),
    text({ ...styles.section, marginTop: 4 }, titleWithUnit(facts.drawdown)),
    picture(drawChart(facts.drawdown, { ...draw, height: height * 0.32 })),
    ...cautions(facts),
    text(styles.section, "Assumptions"),
    assumptions(facts, width),
  ];
}

/** What the page has left for the two charts when all notes stand below them. */
function chartHeight({ assumptions: taken, cautions: limits, bounds }: ReportFacts, page: PageSize): number {
  const shown = taken.slice(0, mostNotes);
  const half = Math.ceil(shown.length / 2);
  const ofAssumptions = Math.max(linesHeight(shown.slice(0, half), halfLine), linesHeight(shown.slice(half), halfLine));
  const ofCautions = limits.length === 0 ? 0 : 40 + linesHeight(limits.slice(0, mostCautions), 2 * halfLine);
  const ofBounds = bounds === undefined ? 0 : boundsHeight;
  return Math.max(200, Math.min(430, pageHeight(page) - 395 - ofAssumptions - ofCautions - ofBounds));
}

function linesHeight(messages: readonly string[], lineLength: number): number {
  return messages.reduce((sum, message) => sum + Math.ceil(message.length / lineLength) * noteSize * 1.3 + 1.5, 0);
}

function titleBlock({ title, version, symbols, period, notice }: ReportFacts): ReactElement {
  return view(
    {},
    text({ fontSize: 20, fontWeight: 700, lineHeight: 1.15 }, title),
    view(
      { flexDirection: "row", justifyContent: "space-between", gap: 12, marginTop: 2 },
      text({ color: colors.muted, flexShrink: 1 }, `${version}, ${symbols}`),
      text({ color: colors.muted }, period),
    ),
    view({ ...styles.panel, marginTop: 8, borderLeftColor: colors.warn }, text(styles.noteText, notice)),
  );
}

function figureRow(figures: readonly HeadlineFigure[], width: number): ReactElement {
  return view({ flexDirection: "row", gap: 12 }, ...figures.map((figure) => figureTile(figure, columns(4, width))));
}

function figureTile({ label, text: figure, shortDefinition, sampleSize, undefinedBecause }: HeadlineFigure, width: number): ReactElement {
  const note =
    undefinedBecause === undefined ? `${shortDefinition}; n = ${formatDecimal(String(sampleSize))}` : `Undefined: ${undefinedBecause}`;
  return view(
    { width, borderTopWidth: 0.5, borderTopColor: colors.line, paddingTop: 4 },
    text({ color: colors.muted }, label),
    text({ fontSize: 17, fontWeight: 700, lineHeight: 1.25 }, figure),
    text({ ...styles.note, marginTop: 1 }, note),
  );
}

/** The interval beside the end value. */
function boundsLine({ bounds }: ReportFacts): ReactElement[] {
  if (bounds === undefined) return [];
  return [
    view(
      { ...styles.panel, marginTop: 10, borderLeftColor: colors.accent },
      view(
        { flexDirection: "row", gap: 6, alignItems: "baseline" },
        text({ color: colors.muted }, "End value"),
        text({ fontWeight: 700 }, bounds.endValue),
        text({ color: colors.muted }, "between the bounds"),
        text({ fontWeight: 700 }, bounds.interval),
      ),
      text(
        styles.note,
        `${bounds.deciding.replace(/^./, (letter) => letter.toUpperCase())}. ${bounds.caveat} Definition and bars follow on a page of their own.`,
      ),
    ),
  ];
}

function benchmarkText({ equity }: ReportFacts): string {
  const [, benchmark] = equity.layers;
  return benchmark !== undefined && "label" in benchmark ? `; ${benchmark.label} from the same start value` : "";
}

function cautions({ cautions: all }: ReportFacts): ReactElement[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, mostCautions);
  const more = all.length > shown.length ? [`${all.length - shown.length} more stand in the result.`] : [];
  return [
    text({ ...styles.section, color: colors.warn }, "Read with care"),
    view({ gap: 1 }, ...[...shown, ...more].map((message) => text(styles.noteText, message))),
  ];
}

function assumptions({ assumptions: all }: ReportFacts, width: number): ReactElement {
  const shown = all.slice(0, mostNotes);
  const half = Math.ceil(shown.length / 2);
  const column = (messages: readonly string[]): ReactElement =>
    view({ width: columns(6, width), gap: 1.5 }, ...messages.map((message) => text(styles.note, message)));
  return view(styles.row, column(shown.slice(0, half)), column(shown.slice(half)));
}
