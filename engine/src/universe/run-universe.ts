import { ConfigurationError, DataError } from "../errors.ts";
import { dayMs, formatDay } from "../market/calendar-date.ts";
import type { RunWarning } from "../run/run-output.ts";
import { readUniverseFile } from "./read-universe.ts";
import type { Membership, Universe } from "./universe.ts";

/** What the manifest says of a universe. */
export interface UniverseSource {
  readonly source: string;
  readonly sha256: string;
  /** Memberships of the run's symbols. */
  readonly memberships: number;
}

/** A stretch of exchange days since 1970-01-01, both included. */
export interface Stay {
  readonly from: number;
  readonly to: number;
  readonly labels: Readonly<Record<string, string>>;
}

export interface RunUniverse {
  readonly info: UniverseSource;
  /** By symbol of the run, each by ascending days. */
  readonly stays: readonly (readonly Stay[])[];
  /** Columns of the file that say more of a symbol. */
  readonly labels: readonly string[];
  readonly warnings: readonly RunWarning[];
}

/** Bars of a symbol in the run, as days. */
export interface SymbolDays {
  readonly symbol: string;
  readonly first: number;
  readonly last: number;
}

/** The run's members, of the file that the setting names or as given. Throws `DataError` or `ConfigurationError` where it cannot serve. */
export function runUniverse(
  named: string | null,
  given: Universe | undefined,
  symbols: readonly SymbolDays[],
  days: Int32Array,
): RunUniverse | undefined {
  if (named === null) return undefined;
  const universe = given ?? readUniverseFile(named);
  const { source, begins, memberships } = universe;
  const [first, last] = [days[0] ?? 0, days.at(-1) ?? 0];
  if (begins !== null && dayOf(begins) > first) throw lacksDay(universe, first);
  const bySymbol = Map.groupBy(memberships, ({ symbol }) => symbol);
  const known = symbols.filter(({ symbol }) => bySymbol.has(symbol));
  if (known.length === 0) throw noneKnown(universe, symbols);
  const stays = symbols.map(({ symbol }) => (bySymbol.get(symbol) ?? []).map(stayOf));
  if (!stays.flat().some(({ from, to }) => from <= last && to >= first)) throw neverMember(universe, first, last);
  const own = new Set(symbols.map(({ symbol }) => symbol));
  const unknown = memberships.filter((each) => !own.has(each.symbol) && overlaps(stayOf(each), first, last)).map(({ symbol }) => symbol);
  return {
    info: { source, sha256: universe.sha256, memberships: stays.flat().length },
    stays,
    labels: [...new Set(memberships.flatMap(({ labels }) => Object.keys(labels ?? {})))],
    warnings: [
      ...unknownWarning(source, [...new Set(unknown)]),
      ...symbols.flatMap((symbol, at) => symbolWarnings(source, symbol, bySymbol.get(symbol.symbol) ?? [], stays[at] ?? [], first, last)),
    ],
  };
}

/** Whether a symbol is a member on a day. */
export function stayOn(stays: readonly Stay[], day: number): Stay | undefined {
  return stays.find(({ from, to }) => from <= day && day <= to);
}

function stayOf({ from, to, labels }: Membership): Stay {
  return {
    from: from === null ? Number.NEGATIVE_INFINITY : dayOf(from),
    to: to === null ? Number.POSITIVE_INFINITY : dayOf(to),
    labels: labels ?? {},
  };
}

function overlaps({ from, to }: Stay, first: number, last: number): boolean {
  return from <= last && to >= first;
}

function dayOf(date: string): number {
  return Date.parse(date) / dayMs;
}

const mostNamed = 20;

function unknownWarning(file: string, symbols: readonly string[]): RunWarning[] {
  if (symbols.length === 0) return [];
  const named = symbols.slice(0, mostNamed).join(", ");
  const more = symbols.length > mostNamed ? " and more" : "";
  return [
    {
      code: "universe.withoutData",
      count: symbols.length,
      message: `${file} names ${symbols.length} members that the data lacks (${named}${more}): results are those of the members that are there.`,
      context: { file, symbols },
    },
  ];
}

function symbolWarnings(
  file: string,
  { symbol, first: firstBar, last: lastBar }: SymbolDays,
  rows: readonly Membership[],
  stays: readonly Stay[],
  first: number,
  last: number,
): RunWarning[] {
  if (!stays.some((stay) => overlaps(stay, first, last)))
    return [
      { code: "universe.neverMember", symbol, message: `${symbol} is no member on any day of the run, by ${file}.`, context: { file } },
    ];
  return stays.flatMap((stay, at) => {
    if (!overlaps(stay, first, last) || overlaps(stay, firstBar, lastBar)) return [];
    const { line, from, to } = rows[at] as Membership;
    const message = `${file} line ${line}: ${symbol} is a member from ${from ?? "the start"} to ${to ?? "the end"}, its bars go from ${formatDay(firstBar)} to ${formatDay(lastBar)}.`;
    return [{ code: "universe.withoutBars", symbol, message, context: { file, line } }];
  });
}

function lacksDay({ source, begins, memberships }: Universe, first: number): DataError {
  const line = memberships.find(({ from }) => from === begins)?.line ?? 2;
  const [begin, needed] = [String(begins), formatDay(first)];
  return new DataError(`${source} line ${line}: it says who was a member from ${begin} on, the run begins on ${needed}`, {
    code: "universe.lacksDay",
    hint: `Add earlier lines, or begin the run later with from: "${begin}".`,
    context: { file: source, line, from: begin, needed },
  });
}

function noneKnown({ source, memberships }: Universe, symbols: readonly SymbolDays[]): ConfigurationError {
  const named = [...new Set(memberships.map(({ symbol }) => symbol))];
  const own = symbols.map(({ symbol }) => symbol);
  return new ConfigurationError(
    `${source} has no symbol of this run (${own.slice(0, 5).join(", ")}); it names ${named.slice(0, 5).join(", ")}${named.length > 5 ? " and more" : ""}`,
    {
      code: "universe.noneForRun",
      hint: "Symbols are compared as they are written: name the data as the universe does.",
      context: { file: source, symbols: own, named: named.slice(0, mostNamed) },
    },
  );
}

function neverMember({ source, memberships }: Universe, first: number, last: number): DataError {
  const ends = memberships.map(({ to }) => to ?? "today").toSorted();
  return new DataError(`${source} has no member between ${formatDay(first)} and ${formatDay(last)}, the days of the run`, {
    code: "universe.outsideData",
    hint: `It goes to ${ends.at(-1)}; choose other data, or from and to within it.`,
    context: { file: source, from: formatDay(first), to: formatDay(last) },
  });
}
