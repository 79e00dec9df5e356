import { Document, Page, renderToBuffer } from "@react-pdf/renderer";
import type { ResultDocument } from "@rustybt/engine/figures";
import { createElement, type ReactElement } from "react";
import { curveOf, shortHash } from "../../charts/index.ts";
import { reportFacts } from "../report-facts.ts";
import type { PdfOptions } from "../report-options.ts";
import { accountPage } from "./account-page.ts";
import { pageText, repeated, text } from "./elements.ts";
import { fillPages } from "./fill-pages.ts";
import { firstPage } from "./first-page.ts";
import { contentWidth, type PageSize, pageHeight, styles } from "./layout.ts";
import { secondPage } from "./second-page.ts";

const longestHead = 56;

export async function tearSheet(result: ResultDocument, options: PdfOptions): Promise<Uint8Array> {
  const { page = "A4", curve = curveOf(result), bars = {} } = options;
  const facts = reportFacts(result, curve);
  const width = contentWidth(page);
  const pages = [
    firstPage(facts, { width, page }),
    secondPage(facts, { width, page }),
    ...accountPage(facts, result, width),
    ...fillPages(result, bars, width),
  ];
  const head = `${shortened(facts.title)} ${facts.version}`;
  // The run's own last moment: a clock would make every file another one.
  const date = new Date(result.summary.to);
  const document = createElement(
    Document,
    {
      title: `${facts.title}: hypothetical backtest, ${facts.period}`,
      subject: `${facts.symbols}; hash ${facts.hash}`,
      creator: `rustybt ${result.manifest.engine}`,
      producer: "rustybt report",
      language: "en",
      creationDate: date,
      modificationDate: date,
      pdfVersion: "1.7",
    },
    ...pages.map((content) =>
      createElement(
        Page,
        { size: page === "A4" ? "A4" : "LETTER", style: styles.page },
        runningHead(head, result.hash),
        ...content,
        foot(page),
      ),
    ),
  );
  return new Uint8Array(await renderToBuffer(document));
}

function shortened(title: string): string {
  return title.length <= longestHead ? title : `${title.slice(0, longestHead - 1).trimEnd()}…`;
}

function runningHead(title: string, hash: string): ReactElement {
  return repeated(
    styles.runningHead,
    text(styles.note, title),
    text(styles.note, "Hypothetical backtest"),
    text(styles.noteMono, `hash ${shortHash(hash)}`),
  );
}

function foot(page: PageSize): ReactElement {
  return repeated(
    // From the top: from the bottom, the renderer drops what is repeated.
    { ...styles.foot, top: pageHeight(page) - 36 },
    text(styles.note, "Times are UTC. Definitions: docs/metrics.md; rules: engine/SPEC.md."),
    pageText(styles.note, ({ pageNumber, totalPages }) => `Page ${pageNumber} of ${totalPages}`),
  );
}
