import type { ReactElement } from "react";
import { drawChart, drawHeatMap, type HeatMapSpec, type TableSpec } from "../../charts/index.ts";
import { type Fact, type ReportFacts, titleWithUnit } from "../report-facts.ts";
import { colors, picture, type Style, text, view } from "./elements.ts";
import { columns, glyphWidth, noteSize, type PageSize, pageHeight, styles, textSize } from "./layout.ts";

interface PageRoom {
  readonly width: number;
  readonly page: PageSize;
}

/** What everything but the months and the fingerprints takes, page margins included. */
const fixedHeight = 524;
/** Rows of costs and account that are in it. */
const usualCosts = 6;
const usualAccount = 4;
const factHeight = 13.7;
const fingerprintHeight = 10.2;
const fingerprintLine = 100;

export function secondPage(facts: ReportFacts, { width, page }: PageRoom): ReactElement[] {
  const years = facts.monthly.rows.length;
  const most = Math.max(3, Math.floor(roomOf(facts, page) / rowHeightOf(years)) - 1);
  const drawdownRows = years > 14 || page === "Letter" ? 5 : 10;
  return [
    text({ ...styles.section, marginTop: 0 }, `${facts.monthly.title}, %`),
    picture(drawHeatMap(lastYears(facts.monthly, most), { width, rowHeight: rowHeightOf(years), fontSize: years > 14 ? 7 : 7.5 })),
    ...notes(facts.monthly, most),
    view(
      styles.row,
      view(
        { width: columns(7, width) },
        text(styles.section, facts.worst.title),
        ...drawdownTable(facts.worst, drawdownRows),
        ...list("Costs", facts.costs),
      ),
      view({ width: columns(5, width) }, ...list("Trades", facts.trades), ...list("Account", facts.account)),
    ),
    ...tradeCharts(facts, { width, page }),
    text(styles.section, "How this was made"),
    ...facts.manifest.map(fingerprint),
    verification(facts),
  ];
}

/** What is left for the months and whatever still fits below them. */
function roomOf({ manifest, costs, account }: ReportFacts, page: PageSize): number {
  const lines = manifest.reduce((sum, [, value]) => sum + Math.ceil(value.length / fingerprintLine), 0);
  const further = Math.max(0, costs.length - usualCosts, account.length - usualAccount);
  return pageHeight(page) - fixedHeight - lines * fingerprintHeight - further * factHeight;
}

/** Where the months leave room for them. */
function tradeCharts(facts: ReportFacts, { width, page }: PageRoom): ReactElement[] {
  const years = facts.monthly.rows.length;
  const room = roomOf(facts, page) - (years + 1) * rowHeightOf(years);
  if (facts.tradeCharts.length === 0 || room < 95) return [];
  const half = columns(6, width);
  const size = { width: half, height: Math.min(room - 32, 150), fontSize: noteSize, glyphWidth };
  return [
    view(
      styles.row,
      ...facts.tradeCharts.map((chart) =>
        view({ width: half }, text(styles.section, titleWithUnit(chart)), picture(drawChart(chart, size))),
      ),
    ),
  ];
}

/** Many years leave less room for the tables below. */
function rowHeightOf(years: number): number {
  return years > 14 ? 10.5 : 13;
}

function lastYears(spec: HeatMapSpec, most: number): HeatMapSpec {
  return spec.rows.length <= most ? spec : { ...spec, rows: spec.rows.slice(-most) };
}

function notes({ note, sentence, rows }: HeatMapSpec, most: number): ReactElement[] {
  const cut = rows.length > most ? [`The last ${most} of ${rows.length} years; the HTML report has all.`] : [];
  return [text({ ...styles.note, marginTop: 3 }, [sentence, ...cut, ...(note === undefined ? [] : [note])].join(" "))];
}

const drawdownWidths = ["6%", "16%", "21%", "21%", "21%", "15%"];

function drawdownTable({ table, sentence }: TableSpec, most: number): ReactElement[] {
  if (table.rows.length === 0) return [text(styles.note, sentence)];
  return [
    tableRow(
      table.columns.map(({ label }) => label),
      { color: colors.muted, fontSize: noteSize },
    ),
    ...table.rows.slice(0, most).map((row) => tableRow(row, { fontSize: 8 })),
  ];
}

function tableRow(cells: readonly string[], style: Style): ReactElement {
  return view(
    { flexDirection: "row", borderBottomWidth: 0.5, borderBottomColor: colors.line, paddingVertical: 1.6 },
    ...cells.map((cell, i) => text({ ...style, width: drawdownWidths[i] ?? "auto", textAlign: "right" }, cell)),
  );
}

function list(title: string, facts: readonly Fact[]): ReactElement[] {
  if (facts.length === 0) return [];
  return [
    text(styles.section, title),
    ...facts.map(([label, figure, note = ""]) =>
      view(
        {
          flexDirection: "row",
          justifyContent: "space-between",
          gap: 8,
          borderBottomWidth: 0.5,
          borderBottomColor: colors.line,
          paddingVertical: 1.6,
        },
        text({ fontSize: 8, color: colors.muted }, label, ...(note === "" ? [] : [`, ${note}`])),
        text({ fontSize: 8, textAlign: "right", flexShrink: 1 }, figure),
      ),
    ),
  ];
}

function fingerprint([label, value]: Fact): ReactElement {
  const isDigest = /^[0-9a-f]{64}$/.test(value);
  return view(
    { flexDirection: "row", paddingVertical: 0.8 },
    text({ ...styles.note, width: 110 }, label),
    text({ ...(isDigest ? styles.noteMono : styles.note), color: colors.text, flexShrink: 1 }, value),
  );
}

function verification({ hash, seal, verifyLine }: ReportFacts): ReactElement {
  return view(
    {
      ...styles.panel,
      marginTop: 10,
      borderLeftColor: colors.accent,
      paddingVertical: 5,
    },
    fingerprint(["Hash of the event log", hash]),
    fingerprint(["Seal of the result", seal]),
    view(
      { flexDirection: "row", paddingVertical: 0.8 },
      text({ ...styles.note, width: 110 }, "Recompute every figure"),
      text({ ...styles.noteMono, color: colors.accent, fontSize: textSize - 1.5 }, verifyLine),
    ),
  );
}
