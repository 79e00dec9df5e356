import { exactOf, type MetricValue, roundedQuotient } from "@rustybt/engine/figures";

/** U+2212: as wide as a digit, unlike the hyphen. */
export const minusSign = "\u2212";
/** Between thousands and before units: narrow, and a line never breaks there. */
export const thinSpace = "\u202f";
/** What stands where a figure is undefined. */
export const undefinedText = "undefined";

/**
 * A decimal with exactly so many decimals, half-even, in plain ASCII. Every number that page, PDF and command line show is rounded here.
 *
 * @example
 * roundDecimal("1234.565", 2); // "1234.56"
 */
export function roundDecimal(value: string | number, decimals: number): string {
  const exact = exactOf(value);
  if (exact === undefined) throw new RangeError(`${JSON.stringify(value)} is not a finite decimal`);
  const up = decimals - exact.scale;
  const mantissa = up >= 0 ? exact.mantissa * 10n ** BigInt(up) : roundedQuotient(exact.mantissa, 10n ** BigInt(-up));
  const digits = (mantissa < 0n ? -mantissa : mantissa).toString().padStart(decimals + 1, "0");
  const whole = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return mantissa < 0n ? `-${whole}` : whole;
}

/** Percent of a ratio, rounded like {@link roundDecimal}: `"0.12345"` is `"12.34"` at 2 decimals. */
export function roundPercent(ratio: string | number, decimals = 2): string {
  const exact = exactOf(ratio);
  if (exact === undefined) throw new RangeError(`${JSON.stringify(ratio)} is not a finite decimal`);
  return roundDecimal(`${exact.mantissa}e${2 - exact.scale}`, decimals);
}

/**
 * A decimal for people: true minus, thin thousands separators, all its digits or so many decimals.
 *
 * @example
 * formatDecimal("-1234567.5"); // "−1 234 567.5" with narrow spaces
 */
export function formatDecimal(value: string | number, decimals?: number): string {
  const text = decimals === undefined ? plainText(value) : roundDecimal(value, decimals);
  const isNegative = text.startsWith("-");
  const [whole = "", fraction] = (isNegative ? text.slice(1) : text).split(".");
  const separated = whole.replace(/\B(?=(?:\d{3})+$)/g, thinSpace);
  return `${isNegative ? minusSign : ""}${separated}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** `"0.1234"` as `"12.34 %"`. */
export function formatPercent(ratio: string | number, decimals = 2): string {
  return `${formatPercentNumber(ratio, decimals)}${thinSpace}%`;
}

/** The same without the sign of percent, for columns whose head has it. */
export function formatPercentNumber(ratio: string | number, decimals = 2): string {
  return formatDecimal(roundPercent(ratio, decimals));
}

const otherDecimals: Readonly<Record<string, number>> = {
  JPY: 0,
  KRW: 0,
  CLP: 0,
  VND: 0,
  ISK: 0,
  BHD: 3,
  KWD: 3,
  OMR: 3,
  JOD: 3,
  TND: 3,
  BTC: 8,
  XBT: 8,
  ETH: 8,
  BNB: 8,
  SOL: 8,
};

/** Decimals that amounts of a currency are shown with. */
export function moneyDecimals(currency: string): number {
  return otherDecimals[currency] ?? 2;
}

/** An amount without its currency, for columns whose head has it. */
export function formatAmount(amount: string | number, currency: string): string {
  return formatDecimal(amount, moneyDecimals(currency));
}

/** `"1234.5"` as `"1 234.50 USD"`. */
export function formatMoney(amount: string | number, currency: string): string {
  return `${formatAmount(amount, currency)}${thinSpace}${currency}`;
}

/** A price or quantity: what was traded keeps its digits, averages with up to 12 decimals are cut to 6 significant ones, at least 4 decimals. */
export function formatPrice(value: string | number): string {
  const text = plainText(value);
  const [, fraction = ""] = text.split(".");
  const leading = /^-?0?\.?0*/.exec(text)?.[0].replace(/^-?0?\.?/, "").length ?? 0;
  const decimals = Math.max(4, /^-?0\./.test(text) ? leading + 6 : 0);
  return fraction.length <= decimals ? formatDecimal(text) : formatDecimal(roundDecimal(text, decimals));
}

/** The calendar day of a time: `2014-06-09`. */
export function formatDate(time: string | number): string {
  return (typeof time === "string" ? time : new Date(time).toISOString()).slice(0, 10);
}

/** The day, and the minute where it is not midnight UTC: `2014-06-09 13:30`. */
export function formatTime(time: string | number): string {
  const text = typeof time === "string" ? time : new Date(time).toISOString();
  return /T00:00:00(\.000)?Z$/.test(text) ? text.slice(0, 10) : text.slice(0, 16).replace("T", " ");
}

const statisticDecimals = 2;

/** Plain digits of a metric, as the command line prints them: percent for ratios, 2 decimals for statistics. */
export function metricDigits({ id, unit, value }: Pick<MetricValue, "id" | "unit" | "value">, currency: string): string {
  if (value === null) return undefinedText;
  if (unit === "time") return formatTime(String(value));
  if (unit === "count") return String(value);
  if (unit === "money") return roundDecimal(value, moneyDecimals(currency));
  return isPercentMetric({ id, unit }) ? roundPercent(value) : roundDecimal(value, statisticDecimals);
}

/** A metric for people, with its unit. */
export function formatMetric(metric: Pick<MetricValue, "id" | "unit" | "value">, currency: string): string {
  const digits = metricDigits(metric, currency);
  if (metric.value === null || metric.unit === "time") return digits;
  const text = formatDecimal(digits);
  if (metric.unit === "money") return `${text}${thinSpace}${currency}`;
  return isPercentMetric(metric) ? `${text}${thinSpace}%` : text;
}

/** Ratios are shown as percent; the profit factor is a multiple. */
export function isPercentMetric({ id, unit }: Pick<MetricValue, "id" | "unit">): boolean {
  return unit === "ratio" && id !== "profitFactor";
}

/** The first 8 digits of a digest. */
export function shortHash(digest: string): string {
  return digest.slice(0, 8);
}

/** `AAPL, GOOGL, MSFT and 7 more`. */
export function formatList(names: readonly string[], most = 4): string {
  return names.length <= most ? names.join(", ") : `${names.slice(0, most - 1).join(", ")} and ${names.length - most + 1} more`;
}

export function plural(count: number, noun: string): string {
  return `${formatDecimal(String(count))} ${count === 1 ? noun : `${noun}s`}`;
}

/** A decimal without an exponent; trailing zeros stay, so that columns keep their decimals. */
function plainText(value: string | number): string {
  if (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)) return value;
  const exact = exactOf(value);
  if (exact === undefined) throw new RangeError(`${JSON.stringify(value)} is not a finite decimal`);
  return roundDecimal(value, exact.scale);
}
