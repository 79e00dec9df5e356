import { Decimal } from "../decimal.ts";
import { canonicalJson } from "../result/canonical-json.ts";
import type { Manifest, ResultDocument } from "../result/document.ts";
import type { LogEvent } from "../result/log-event.ts";

export const diffKinds = ["data", "code", "params", "config", "engine"] as const;
export type DiffKind = (typeof diffKinds)[number];

/** A value that two results do not have in common; a side that has none lacks the member. */
export interface Difference {
  /** Such as `fills.market`, `AAPL.sha256` or `quantity`. */
  readonly key: string;
  readonly a?: unknown;
  readonly b?: unknown;
}

export interface InputDifference extends Difference {
  readonly kind: DiffKind;
}

export interface EventDifference {
  /** Line of the log, from 0. */
  readonly index: number;
  /** The events of both sides; one of them is missing where a log ends. */
  readonly a?: LogEvent;
  readonly b?: LogEvent;
  /** The members that differ; empty where one log ends. */
  readonly changed: readonly Difference[];
}

export interface FigureDifference {
  readonly name: string;
  readonly a: string | number | null | undefined;
  readonly b: string | number | null | undefined;
  /** `b` minus `a`, exact, where both are amounts or numbers. */
  readonly difference?: string;
}

/** What two results do not have in common. */
export interface ResultDiff {
  readonly equal: boolean;
  /** Of what they were made from: the kinds that differ. */
  readonly kinds: readonly DiffKind[];
  readonly inputs: readonly InputDifference[];
  /** The first event that differs; absent when the logs are the same. */
  readonly event?: EventDifference;
  /** The logs differ, and a document does not hold its own: give it the events beside it. */
  readonly eventsMissing?: true;
  /** Figures of the summary and metrics that moved. */
  readonly figures: readonly FigureDifference[];
  /** Other parts that differ: `records`, `logs`, `warnings`, `assumptions`. */
  readonly parts: readonly string[];
}

export type DiffedResult = Pick<
  ResultDocument,
  "manifest" | "summary" | "metrics" | "events" | "records" | "logs" | "warnings" | "assumptions" | "hash"
>;

/**
 * Compares two results: what they were made from, the first event at which they part, and the figures that moved. Paths of files, times of
 * the machine and durations do not count. Long documents need their `events`.
 *
 * ```ts
 * import { readFileSync } from "node:fs";
 * import { diff } from "rustybt";
 *
 * const [a, b] = ["a.json", "b.json"].map((file) => JSON.parse(readFileSync(file, "utf8")));
 * const { equal, kinds, event } = diff(a, b);
 * kinds; // ["params"]: the same data, code and settings
 * event?.changed; // [{ key: "quantity", a: "100", b: "200" }]
 * ```
 */
export function diff(a: DiffedResult, b: DiffedResult): ResultDiff {
  const inputs = inputDifferences(a.manifest, b.manifest);
  const isSameLog = a.hash === b.hash;
  const event = isSameLog ? undefined : firstDifference(a.events, b.events);
  const figures = figureDifferences(a, b);
  const parts = (["records", "logs", "warnings", "assumptions"] as const).filter((part) => !isSame(a[part], b[part]));
  const kinds = diffKinds.filter((kind) => inputs.some((each) => each.kind === kind));
  return {
    equal: isSameLog && inputs.length === 0 && figures.length === 0 && parts.length === 0,
    kinds,
    inputs,
    ...(event === undefined ? {} : { event }),
    ...(!isSameLog && event === undefined ? { eventsMissing: true } : {}),
    figures,
    parts,
  };
}

function inputDifferences(a: Manifest, b: Manifest): InputDifference[] {
  const of = (kind: DiffKind, one: unknown, two: unknown): InputDifference[] =>
    differences(one, two).map((difference) => ({ kind, ...difference }));
  return [
    ...of("data", dataOf(a), dataOf(b)),
    ...of("code", { ...a.strategy, reproducible: a.reproducible }, { ...b.strategy, reproducible: b.reproducible }),
    ...of("params", a.params, b.params),
    ...of("config", configOf(a), configOf(b)),
    ...of("engine", { engine: a.engine, nativeCore: a.nativeCore }, { engine: b.engine, nativeCore: b.nativeCore }),
  ];
}

/** By symbol, and dated rates by kind, without the path: where a file lies is no part of what is in it. */
function dataOf({ data, borrow, financing }: Manifest): Record<string, unknown> {
  const symbols = data.map(({ symbol, source: _source, ...rest }) => [symbol, rest] as const);
  const rates = Object.entries({ borrow, financing }).flatMap(([kind, rates]) => {
    if (rates === undefined) return [];
    return [[`${kind} rates`, Object.fromEntries(rates.rows.map(({ symbol, from, ...rest }) => [`${symbol} ${from}`, rest]))] as const];
  });
  return { ...Object.fromEntries([...symbols, ...rates]), symbols: data.map(({ symbol }) => symbol) };
}

function configOf({ config }: Manifest): Record<string, unknown> {
  const { params: _params, ...rest } = config as unknown as Record<string, unknown>;
  return rest;
}

/** Every member that differs, named by its path. */
function differences(a: unknown, b: unknown, key = ""): Difference[] {
  if (isSame(a, b)) return [];
  if (!isRecord(a) || !isRecord(b)) return [{ key, ...(a === undefined ? {} : { a }), ...(b === undefined ? {} : { b }) }];
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names.flatMap((name) => differences(a[name], b[name], key === "" ? name : `${key}.${name}`));
}

function firstDifference(a: readonly LogEvent[], b: readonly LogEvent[]): EventDifference | undefined {
  if (a.length === 0 || b.length === 0) return undefined;
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [one, two] = [a[index], b[index]];
    if (isSame(one, two)) continue;
    return {
      index,
      ...(one === undefined ? {} : { a: one }),
      ...(two === undefined ? {} : { b: two }),
      changed: one === undefined || two === undefined ? [] : differences(one, two),
    };
  }
  return undefined;
}

function figureDifferences(a: DiffedResult, b: DiffedResult): FigureDifference[] {
  const [one, two] = [figuresOf(a), figuresOf(b)];
  return [...new Set([...one.keys(), ...two.keys()])].flatMap((name): FigureDifference[] => {
    const [before, after] = [one.get(name), two.get(name)];
    if (before === after) return [];
    const moved = difference(before, after);
    return [{ name, a: before, b: after, ...(moved === undefined ? {} : { difference: moved }) }];
  });
}

function figuresOf({ summary, metrics }: DiffedResult): Map<string, string | number | null> {
  const plain = [...flat(summary), ...metrics.map(({ id, value }) => [id, value] as const)];
  return new Map(plain.filter((entry): entry is readonly [string, string | number | null] => !Array.isArray(entry[1])));
}

/** Members by their paths, such as `costs.commission`. */
function flat(record: object, before = ""): (readonly [name: string, value: unknown])[] {
  return Object.entries(record).flatMap(([name, value]) =>
    isRecord(value) ? flat(value, `${before}${name}.`) : [[`${before}${name}`, value] as const],
  );
}

function difference(a: unknown, b: unknown): string | undefined {
  const isNumber = (value: unknown): value is string | number =>
    typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value));
  return isNumber(a) && isNumber(b) ? new Decimal(b).minus(a).toString() : undefined;
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonicalJson(a) === canonicalJson(b);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
