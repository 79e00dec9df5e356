export { renderHtml } from "./html/render-html.ts";
export { renderPdf } from "./pdf/render-pdf.ts";
export { readCurve } from "./read-curve.ts";
export type { PdfOptions, ReportOptions } from "./report-options.ts";
