import { exactOf, formatExact, isDecimalLike } from "../decimal.ts";
import { StrategyError } from "../errors.ts";
import type { LogEntry, RecordPoint } from "./run-output.ts";

/** What a strategy writes down while it runs: `ctx.record` and `ctx.log`. */
export class Notebook {
  readonly #records = new Map<string, RecordPoint[]>();
  readonly #onLog: ((entry: LogEntry) => void) | undefined;
  readonly logs: LogEntry[] = [];

  constructor(onLog?: (entry: LogEntry) => void) {
    this.#onLog = onLog;
  }

  /** A second value of one name at one time replaces the first. */
  record(name: unknown, value: unknown, time: number): void {
    if (typeof name !== "string" || name === "") throw recordError(`ctx.record: the name is ${JSON.stringify(name)}`, { name });
    const plain = plainValue(name, value);
    let points = this.#records.get(name);
    if (points === undefined) {
      points = [];
      this.#records.set(name, points);
    }
    const last = points.length - 1;
    if (points[last]?.[0] === time) points[last] = [time, plain];
    else points.push([time, plain]);
  }

  log(parts: readonly unknown[], time: number, bar: number): void {
    const entry = { t: time, bar, message: parts.map(textOf).join(" ") };
    this.logs.push(entry);
    this.#onLog?.(entry);
  }

  /** Puts what a snapshot holds in place of what `setup` wrote. */
  restore(records: readonly (readonly [name: string, points: readonly RecordPoint[]])[], logs: readonly LogEntry[]): void {
    this.#records.clear();
    for (const [name, points] of records) this.#records.set(name, [...points]);
    this.logs.splice(0, this.logs.length, ...logs);
  }

  records(): Readonly<Record<string, readonly RecordPoint[]>> {
    return Object.fromEntries(this.#records);
  }
}

function plainValue(name: string, value: unknown): number | string | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "bigint") return value.toString();
  if (isDecimalLike(value)) {
    const exact = exactOf(value);
    return exact === undefined ? null : formatExact(exact.mantissa, exact.scale);
  }
  throw recordError(`ctx.record("${name}"): ${value === null ? "null" : typeof value} is no value`, { name });
}

function textOf(part: unknown): string {
  if (typeof part === "string") return part;
  if (isDecimalLike(part)) return part.toFixed();
  if (typeof part !== "object" || part === null) return String(part);
  if (part instanceof Error) return `${part.name}: ${part.message}`;
  try {
    return JSON.stringify(part, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value)) ?? String(part);
  } catch {
    return "[object with a cycle]";
  }
}

function recordError(message: string, context: Readonly<Record<string, unknown>>): StrategyError {
  return new StrategyError(message, {
    code: "strategy.record",
    hint: 'Write ctx.record("name", value) or ctx.record({ name: value }) with numbers, strings or Decimals.',
    context,
  });
}
