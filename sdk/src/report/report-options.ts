import type { BarColumns, Curve } from "../charts/index.ts";

export interface ReportOptions {
  /** What {@link readCurve} made of `equity.ndjson.gz`; without it the points in the document, which a long run keeps only 2,000 of. */
  readonly curve?: Curve;
  /** Bars by symbol, to show the fills on. */
  readonly bars?: Readonly<Record<string, BarColumns>>;
}

export interface PdfOptions extends ReportOptions {
  readonly page?: "A4" | "Letter";
}
