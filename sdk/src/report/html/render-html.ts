import { createHash } from "node:crypto";
import type { ResultDocument } from "@rustybt/engine/figures";
import {
  annualReturnsChart,
  type ChartSpec,
  costsTable,
  costWaterfall,
  curveOf,
  decidingBarsTable,
  drawChart,
  drawHeatMap,
  fillsChart,
  formatDecimal,
  formatMetric,
  type HeatMapSpec,
  sharedMargins,
  type TableSpec,
  type TableTwin,
} from "../../charts/index.ts";
import { orderAccount } from "../order-account.ts";
import { type Fact, furtherCharts, type ReportFacts, reportFacts, titleWithUnit } from "../report-facts.ts";
import type { ReportOptions } from "../report-options.ts";
import { tradeTable } from "../trade-table.ts";
import { html, type Markup, trusted } from "./markup.ts";
import { sortScript } from "./sort-script.ts";
import { style } from "./style.ts";
import { svg } from "./svg.ts";
import { tableMarkup } from "./table.ts";

const wide = { width: 1040, fontSize: 12 };
const half = { width: 500, fontSize: 11 };
const narrow = { width: 362, fontSize: 11 };

/**
 * A result as one HTML file that needs nothing else: style, script and pictures are in it, it asks the network for nothing and opens offline.
 *
 * ```ts
 * import { readFileSync, writeFileSync } from "node:fs";
 * import { renderHtml } from "rustybt/report";
 *
 * writeFileSync("report.html", renderHtml(JSON.parse(readFileSync("out/result.json", "utf8"))));
 * ```
 */
export function renderHtml(result: ResultDocument, { curve = curveOf(result), bars = {} }: ReportOptions = {}): string {
  const facts = reportFacts(result, curve);
  const fills = Object.entries(bars).map(([symbol, columns]) =>
    fillsChart(columns, result.fills, { symbol, mostCandles: 320, deciding: result.bounds?.bars ?? [] }),
  );
  const body = html`
<header>
<div class="head"><h1>${facts.title} <span class="mono muted">${facts.version}</span></h1><span class="mono muted">hash ${facts.hash.slice(0, 8)}</span></div>
<div class="head muted"><span>${facts.symbols}</span><span>${facts.period}</span></div>
<p class="notice">${facts.notice}</p>
${cautions(facts.cautions)}
</header>
${headline(facts)}
${boundsLine(facts)}
${equityOverDrawdown(facts)}
${heatMap(facts.monthly)}
<div class="two">${[annualReturnsChart(curve), ...furtherCharts(result, curve), ...facts.tradeCharts, costWaterfall(result.summary)].map(smallChart)}<section>${list("Costs", facts.costs)}${costs(result)}</section></div>
${fills.map(wideChart)}
${boundsTables(facts, result)}
<div class="two">
<section><h2>${facts.worst.title}</h2>${scrolling(facts.worst.title, tableMarkup(facts.worst.table))}${note(facts.worst.note)}</section>
${list("Account", facts.account)}
</div>
<section><h2>Trades <small>net of fees</small></h2>${trades(result)}</section>
${orders(result)}
<section><h2>Metrics</h2>${scrolling("Metrics", metrics(result))}</section>
<section><h2>Assumptions</h2><ul class="plain">${facts.assumptions.map((message) => html`<li>${message}</li>`)}</ul></section>
<section><h2>How this was made</h2><table class="facts digest"><tbody>${[
    ...facts.manifest,
    ["Hash of the event log", facts.hash] as const,
    ["Seal of the result", facts.seal] as const,
  ].map(([label, value]) => html`<tr><th scope="row">${label}</th><td class="mono">${value}</td></tr>`)}</tbody></table>
<p>Recompute every figure from the result alone: <code>${facts.verifyLine}</code></p>
<p class="note">Times are UTC.</p></section>`;
  return page(`${facts.title}: hypothetical backtest, ${facts.period}`, body);
}

function page(title: string, body: Markup): string {
  const policy = [
    "default-src 'none'",
    `style-src '${digest(style)}'`,
    `script-src '${digest(sortScript)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body><main>${body}
</main><script>${trusted(sortScript)}</script></body>
</html>
`.text;
}

function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function cautions(messages: readonly string[]): Markup {
  if (messages.length === 0) return html``;
  return html`<section class="care"><h2>Read with care</h2><ul>${messages.map((message) => html`<li>${message}</li>`)}</ul></section>`;
}

function headline({ headline: figures }: ReportFacts): Markup {
  return html`<dl class="figures">${figures.map(
    ({ label, text, shortDefinition, sampleSize, undefinedBecause }) =>
      html`<div><dt>${label}</dt><dd class="value">${text}</dd><dd class="note">${undefinedBecause === undefined ? `${shortDefinition}; n = ${formatDecimal(String(sampleSize))}` : `Undefined: ${undefinedBecause}`}</dd></div>`,
  )}</dl>`;
}

/** The interval beside the end value, with what it is and what it is not. */
function boundsLine({ bounds }: ReportFacts): Markup {
  if (bounds === undefined) return html``;
  const { endValue, interval, deciding, caveat } = bounds;
  return html`<p class="notice bounds"><strong>End value ${endValue}</strong>, between the bounds ${interval}; ${deciding}. ${caveat}</p>`;
}

function boundsTables({ bounds }: ReportFacts, result: ResultDocument): Markup {
  if (bounds === undefined) return html``;
  return html`<section>${table(bounds.models)}${table(decidingBarsTable(result.bounds?.bars ?? []))}</section>`;
}

/** Each kind with its definition; results of earlier versions know fees and slippage only. */
function costs({ summary }: ResultDocument): Markup {
  return summary.costs === undefined ? html`` : table(costsTable(summary));
}

const mostUnfilled = 500;

/** Where something did not fill, or may have filled otherwise: how orders ended and why. */
function orders(result: ResultDocument): Markup {
  if (result.unfilled === undefined && result.bounds === undefined) return html``;
  const { endings, fills, unfilled } = orderAccount(result, mostUnfilled);
  return html`<section>${table(endings)}${table(fills)}${unfilled.table.rows.length === 0 ? html`` : table(unfilled, "tall")}</section>`;
}

function table({ title, sentence, table: twin, note: about }: TableSpec, className?: string): Markup {
  const content = twin.rows.length === 0 ? html`<p class="muted">${sentence}</p>` : scrolling(title, tableMarkup(twin), className);
  return html`<h2>${title}</h2>${content}${note(about)}`;
}

function equityOverDrawdown({ equity, drawdown }: ReportFacts): Markup {
  const draw = (
    size: { width: number; fontSize: number },
    heights: readonly [number, number],
    className: string,
  ): readonly [Markup, Markup] => {
    const shared = { ...size, margins: sharedMargins([equity, drawdown], size) };
    return [
      svg(drawChart(equity, { ...shared, height: heights[0], isAxisLabelled: false }), className),
      svg(drawChart(drawdown, { ...shared, height: heights[1] }), className),
    ];
  };
  const large = draw(wide, [320, 150], "wide");
  const small = draw(narrow, [200, 110], "narrow");
  return html`${figure(equity, [large[0], small[0]])}${figure(drawdown, [large[1], small[1]])}`;
}

function smallChart(spec: ChartSpec): Markup {
  return figure(spec, [svg(drawChart(spec, { ...half, height: 200 }), "wide"), svg(drawChart(spec, { ...narrow, height: 170 }), "narrow")]);
}

function wideChart(spec: ChartSpec): Markup {
  return figure(spec, [svg(drawChart(spec, { ...wide, height: 340 }), "wide"), svg(drawChart(spec, { ...narrow, height: 220 }), "narrow")]);
}

function figure(spec: ChartSpec, pictures: readonly Markup[]): Markup {
  return html`<figure><figcaption>${titleWithUnit(spec)}</figcaption><div role="img" aria-label="${spec.sentence}">${pictures}</div>${twin(spec.title, spec.table)}${note(spec.note)}</figure>`;
}

function heatMap(spec: HeatMapSpec): Markup {
  const picture = svg(drawHeatMap(spec, { width: 1040, rowHeight: 26, fontSize: 12.5 }), "heat");
  return html`<figure><figcaption>${spec.title}, ${spec.unit}</figcaption><div class="scroll" role="img" aria-label="${spec.sentence}" tabindex="0">${picture}</div>${twin(spec.title, spec.table)}<p class="note">${spec.sentence}</p>${note(spec.note)}</figure>`;
}

function twin(title: string, table: TableTwin): Markup {
  return html`<details><summary>As a table</summary>${scrolling(title, tableMarkup(table))}</details>`;
}

/** Reached and moved by keyboard too. */
function scrolling(name: string, content: Markup, className = "scroll"): Markup {
  return html`<div class="${className}" role="region" aria-label="${name}" tabindex="0">${content}</div>`;
}

function note(text: string | undefined): Markup {
  return text === undefined ? html`` : html`<p class="note">${text}</p>`;
}

function list(title: string, facts: readonly Fact[]): Markup {
  if (facts.length === 0) return html``;
  return html`<section><h2>${title}</h2><table class="facts"><tbody>${facts.map(
    ([label, text]) => html`<tr><th scope="row">${label}</th><td class="right">${text}</td></tr>`,
  )}</tbody></table></section>`;
}

function trades(result: ResultDocument): Markup {
  const { table, note: cut } = tradeTable(result);
  if (table.rows.length === 0) return html`<p class="muted">No trade was closed.</p>`;
  return html`${scrolling("Trades", tableMarkup(table, { isSortable: true, most: Number.POSITIVE_INFINITY }), "tall")}${note(cut)}`;
}

function metrics({ metrics: all, summary }: ResultDocument): Markup {
  const rows = all.map(
    (metric) =>
      html`<tr><th scope="row">${metric.label}</th><td class="right">${formatMetric(metric, summary.currency)}</td><td class="right">${formatDecimal(String(metric.sampleSize))}</td><td class="wrap">${
        metric.undefinedBecause === undefined ? metric.definition : `Undefined: ${metric.undefinedBecause}. ${metric.definition}`
      }</td></tr>`,
  );
  return html`<table><thead><tr><th scope="col">Metric</th><th scope="col" class="right">Value</th><th scope="col" class="right">n</th><th scope="col">Definition</th></tr></thead><tbody>${rows}</tbody></table>`;
}
