import { createHash } from "node:crypto";
import { basename } from "node:path";
import { canonicalJson, type Manifest, type ResultDocument } from "@rustybt/engine/figures";
import { costSteps } from "../charts/cost-waterfall.ts";
import {
  boundsCaveat,
  boundsDefinition,
  boundsTable,
  type ChartSpec,
  type Curve,
  cumulativePnlChart,
  decidingCounts,
  decidingText,
  drawdownChart,
  equityChart,
  exposureChart,
  formatDate,
  formatDecimal,
  formatList,
  formatMetric,
  formatMoney,
  formatTime,
  type HeadlineFigure,
  type HeatMapSpec,
  headlineFigures,
  intervalText,
  monthlyHeatMap,
  plural,
  rollingSharpeChart,
  rollingVolatilityChart,
  shortHash,
  type TableSpec,
  tradeHistogram,
  worstDrawdowns,
} from "../charts/index.ts";

/** A note says what it is, in a few words. */
export type Fact = readonly [label: string, text: string, note?: string];

/** Everything a report says, in words and figures as shown; PDF and HTML differ in how they set it only. */
export interface ReportFacts {
  readonly title: string;
  readonly version: string;
  readonly symbols: string;
  readonly period: string;
  readonly notice: string;
  readonly headline: readonly HeadlineFigure[];
  /** Of a run with bounds. */
  readonly bounds?: BoundsFacts;
  readonly equity: ChartSpec;
  readonly drawdown: ChartSpec;
  /** Empty without a closed trade. */
  readonly tradeCharts: readonly ChartSpec[];
  readonly monthly: HeatMapSpec;
  readonly worst: TableSpec;
  readonly account: readonly Fact[];
  readonly trades: readonly Fact[];
  readonly costs: readonly Fact[];
  readonly manifest: readonly Fact[];
  readonly assumptions: readonly string[];
  /** What limits trust, said before everything else. */
  readonly cautions: readonly string[];
  readonly hash: string;
  readonly seal: string;
  readonly verifyLine: string;
}

export interface BoundsFacts {
  /** End value with its interval and what decides it. */
  readonly endValue: string;
  readonly interval: string;
  readonly deciding: string;
  readonly definition: string;
  readonly caveat: string;
  readonly models: TableSpec;
}

const hypotheticalNotice =
  "Hypothetical backtest: simulated on past prices with the benefit of hindsight. No money was at risk, no order reached a market. Trading the same rules may give other results, and past results do not tell future ones.";

const verifyLine = "npx rustybt verify result.json";

export function reportFacts(result: ResultDocument, curve: Curve): ReportFacts {
  const { manifest, summary } = result;
  const { currency } = summary;
  const sha256 = manifest.strategy.sha256;
  const bounds = boundsFacts(result);
  return {
    title: manifest.strategy.name,
    version: sha256 === null ? "in memory" : `@ ${shortHash(sha256)}`,
    symbols: formatList(
      manifest.data.map(({ symbol }) => symbol),
      8,
    ),
    period: `${formatDate(summary.from)} to ${formatDate(summary.to)}, ${plural(summary.points, "point")}`,
    notice: hypotheticalNotice,
    headline: headlineFigures(result),
    ...(bounds === undefined ? {} : { bounds }),
    equity: equityChart(curve, result.benchmark === undefined ? {} : { benchmark: result.benchmark }),
    drawdown: drawdownChart(curve),
    tradeCharts: result.trades.length === 0 ? [] : [tradeHistogram(result.trades, currency), cumulativePnlChart(result.trades, currency)],
    monthly: monthlyHeatMap(curve),
    worst: worstDrawdowns(curve),
    account: [
      ["Start value", formatMoney(summary.startValue, currency)],
      ["End value", formatMoney(summary.endValue, currency)],
      ...(bounds === undefined ? [] : [["Bounds of it", bounds.interval] as const]),
      ["Net profit", formatMoney(summary.profit, currency)],
      ["Cash at the end", formatMoney(summary.cash, currency)],
    ],
    trades: tradeFacts(result),
    costs: [
      ...costSteps(summary).map(({ label, amount, definition = "" }): Fact => [label, formatMoney(amount, currency), definition]),
      ...metricFacts(result, ["turnover"]),
    ],
    manifest: manifestFacts(manifest),
    assumptions: result.assumptions.map(({ message }) => message),
    cautions: cautionsOf(result, curve),
    hash: result.hash,
    seal: result.seal,
    verifyLine,
  };
}

function boundsFacts({ bounds, summary }: ResultDocument): BoundsFacts | undefined {
  if (bounds === undefined) return undefined;
  const { currency } = summary;
  const deciding = decidingCounts(bounds.bars);
  return {
    endValue: formatMoney(summary.endValue, currency),
    interval: intervalText(bounds, currency),
    deciding: decidingText(deciding),
    definition: boundsDefinition,
    caveat: boundsCaveat,
    models: boundsTable({ ...bounds, deciding }, summary),
  };
}

/** The charts that the HTML report adds to those of the two pages. */
export function furtherCharts(result: ResultDocument, curve: Curve): ChartSpec[] {
  const periodsPerYear = result.metrics.find(({ id }) => id === "periodsPerYear")?.value;
  const rolling =
    typeof periodsPerYear === "number"
      ? [rollingSharpeChart(curve, { periodsPerYear }), rollingVolatilityChart(curve, { periodsPerYear })]
      : [];
  // A window longer than the run leaves nothing to draw.
  return [...rolling.filter(({ x }) => x.kind === "time" && x.times.length > 1), exposureChart(curve)];
}

export function titleWithUnit({ title, y }: ChartSpec): string {
  return y.unit === "" ? title : `${title}, ${y.unit}`;
}

function metricFacts({ metrics, summary }: Pick<ResultDocument, "metrics" | "summary">, ids: readonly string[]): Fact[] {
  return ids.flatMap((id): Fact[] => {
    const metric = metrics.find((one) => one.id === id);
    return metric === undefined ? [] : [[metric.label, formatMetric(metric, summary.currency)]];
  });
}

function tradeFacts(result: ResultDocument): Fact[] {
  const longs = result.trades.filter(({ side }) => side === "long").length;
  const orders = plural(result.summary.orders, "order");
  return [
    [
      "Closed trades",
      `${formatDecimal(String(result.summary.trades))} (${formatDecimal(String(longs))} long, ${formatDecimal(String(result.trades.length - longs))} short)`,
    ],
    ...metricFacts(result, [
      "winRate",
      "profitFactor",
      "expectancy",
      "averageWin",
      "averageLoss",
      "bestTrade",
      "worstTrade",
      "averageTradeReturn",
      "timeInMarket",
      "averageExposure",
    ]),
    ["Orders and fills", `${orders}, ${plural(result.summary.fills, "fill")}`],
    ["Open at the end", plural(result.positions.length, "position")],
  ];
}

const mostDataFacts = 4;

function manifestFacts(manifest: Manifest): Fact[] {
  const { engine, nativeCore, strategy, params, data, config, seed, reproducible } = manifest;
  const given = Object.entries(params).map(([name, value]) => `${name} = ${value}`);
  const sources = data.map(
    ({ symbol, source, rows, from, to, sha256 }): Fact => [
      `Data ${symbol}`,
      `${basename(source)}, ${plural(rows, "bar")}, ${formatTime(from)} to ${formatTime(to)}, sha256 ${shortHash(sha256)}`,
    ],
  );
  return [
    ["Engine", `rustybt ${engine}, native core ${nativeCore}`],
    ["Parameters", given.length === 0 ? "none" : given.join(", ")],
    ["Seed", `${seed}${reproducible ? "" : "; not reproducible: the strategy could reach clock, files or network"}`],
    ...(sources.length > mostDataFacts ? [] : sources),
    ["Strategy sha256", strategy.sha256 ?? "none: it was given in memory"],
    ["Configuration sha256", sha256(canonicalJson(config))],
    [`Data sha256, ${plural(data.length, "symbol")}`, sha256(canonicalJson(data.map(({ symbol, sha256 }) => ({ sha256, symbol }))))],
  ];
}

function cautionsOf(result: ResultDocument, { pointCount, foldedCount }: Curve): string[] {
  const kept =
    foldedCount < pointCount
      ? [
          `Monthly returns and drawdowns come from the ${formatDecimal(String(foldedCount))} points the result keeps of ${formatDecimal(String(pointCount))}; equity.ndjson.gz was not at hand.`,
        ]
      : [];
  const optimistic = result.assumptions.map(({ message }) => message).filter((message) => message.startsWith("Optimistic"));
  return [...kept, ...optimistic, ...warningTexts(result.warnings)];
}

/** Warnings of one kind about several symbols are one sentence and a list. */
function warningTexts(warnings: ResultDocument["warnings"]): string[] {
  const kinds = new Map<string, { readonly message: string; readonly others: string[] }>();
  for (const { code, symbol, message } of warnings) {
    const key = symbol === undefined ? message : code;
    const known = kinds.get(key);
    if (known === undefined) kinds.set(key, { message, others: [] });
    else if (symbol !== undefined && !known.others.includes(symbol)) known.others.push(symbol);
  }
  return [...kinds.values()].map(({ message, others }) => (others.length === 0 ? message : `${message} Likewise: ${formatList(others)}.`));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
