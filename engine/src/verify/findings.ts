import { canonicalJson } from "../result/canonical-json.ts";

/** One place where a document contradicts itself. */
export interface Finding {
  /** Where, such as `fills[3].price`; a line of a file beside the document is `events.ndjson.gz[12]`. */
  readonly path: string;
  readonly message: string;
  /** What follows from the rest of the document. */
  readonly expected?: string;
  readonly found?: string;
}

/** Text, or how to make it: long ones are made only when there is something to say. */
export type Message = string | (() => string);

const mostPerPart = 50;

/** Collects findings, at most 50 of each part of the document. */
export class Findings {
  readonly #list: Finding[] = [];
  readonly #perPart = new Map<string, number>();

  get list(): readonly Finding[] {
    const more = [...this.#perPart].filter(([, count]) => count > mostPerPart);
    return [...this.#list, ...more.map(([part, count]) => ({ path: part, message: `${count - mostPerPart} more findings here` }))];
  }

  add(path: string, message: Message, seen: { expected?: unknown; found?: unknown } = {}): void {
    const part = /^[^.[]*/.exec(path)?.[0] ?? path;
    const count = (this.#perPart.get(part) ?? 0) + 1;
    this.#perPart.set(part, count);
    if (count > mostPerPart) return;
    this.#list.push({
      path,
      message: textOf(message),
      ...("expected" in seen ? { expected: shown(seen.expected) } : {}),
      ...("found" in seen ? { found: shown(seen.found) } : {}),
    });
  }

  /** Compares a value with what follows from the rest of the document, member by member, and names each place that differs. */
  equal(path: string, expected: unknown, found: unknown, message: Message): void {
    if (isSame(expected, found)) return;
    if (Array.isArray(expected) && Array.isArray(found)) {
      if (expected.length !== found.length) {
        this.add(path, () => `${textOf(message)} (number of entries)`, { expected: expected.length, found: found.length });
      }
      for (let i = 0; i < Math.min(expected.length, found.length); i++) this.equal(`${path}[${i}]`, expected[i], found[i], message);
    } else if (isObject(expected) && isObject(found)) {
      for (const name of new Set([...Object.keys(expected), ...Object.keys(found)])) {
        this.equal(`${path}.${name}`, ownMember(expected, name), ownMember(found, name), message);
      }
    } else {
      this.add(path, message, { expected, found });
    }
  }

  /** Like {@link equal} for a list whose rows come from different places. */
  rows(path: string, expected: readonly unknown[], found: readonly unknown[], messageOf: (row: number) => string): void {
    if (expected.length !== found.length)
      this.add(path, "the number of rows follows from the event log", { expected: expected.length, found: found.length });
    for (let i = 0; i < Math.min(expected.length, found.length); i++) {
      if (!isSame(expected[i], found[i])) this.equal(`${path}[${i}]`, expected[i], found[i], () => messageOf(i));
    }
  }
}

/** Nearly everything is: no place is named, and nothing made, before something differs. A member that is `undefined` is not there. */
function isSame(expected: unknown, found: unknown): boolean {
  if (expected === found) return true;
  if (Array.isArray(expected)) {
    if (!Array.isArray(found) || expected.length !== found.length) return false;
    for (let i = 0; i < expected.length; i++) if (!isSame(expected[i], found[i])) return false;
    return true;
  }
  if (!isObject(expected) || !isObject(found)) return false;
  for (const name in expected) if (!isSame(expected[name], ownMember(found, name))) return false;
  for (const name in found) if (found[name] !== undefined && !Object.hasOwn(expected, name)) return false;
  return true;
}

/** Every object answers to `constructor`. */
function ownMember(value: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function textOf(message: Message): string {
  return typeof message === "string" ? message : message();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "string" ? value : canonicalJson(value);
  return text.length > 200 ? `${text.slice(0, 197)}...` : text;
}
