import type { ResultDocument } from "@rustybt/engine/figures";
import type { ReactElement } from "react";
import { type BarColumns, drawChart, fillsChart } from "../../charts/index.ts";
import { picture, text } from "./elements.ts";
import { glyphWidth, noteSize, styles } from "./layout.ts";

const chartsPerPage = 3;
const mostCandles = 260;

/** The fills of each symbol whose bars were given, on candles, three to a page. */
export function fillPages({ fills, bounds }: ResultDocument, bars: Readonly<Record<string, BarColumns>>, width: number): ReactElement[][] {
  const charts = Object.entries(bars).map(([symbol, columns]) =>
    fillsChart(columns, fills, { symbol, mostCandles, deciding: bounds?.bars ?? [] }),
  );
  const pages = Math.ceil(charts.length / chartsPerPage);
  return Array.from({ length: pages }, (_, page) =>
    charts
      .slice(page * chartsPerPage, (page + 1) * chartsPerPage)
      .flatMap((chart, i) => [
        text(i === 0 ? { ...styles.section, marginTop: 0 } : styles.section, chart.title),
        picture(drawChart(chart, { width, height: 200, fontSize: noteSize, glyphWidth })),
        text(styles.note, chart.sentence),
      ]),
  );
}
