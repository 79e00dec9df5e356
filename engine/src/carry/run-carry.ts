import type { Clock } from "../market/calendar-days.ts";
import type { RunWarning } from "../run/run-output.ts";
import type { RunConfig } from "../settings/run-config.ts";
import { type Carry, carryTerms, type RateFiles, rowsOf } from "./dated-rates.ts";
import { type RateFile, readRateFile } from "./rate-file.ts";

/** What holding costs in a run: for the native core, for the manifest, and what to say about it. */
export interface RunCarry {
  readonly terms: Carry;
  /** The files with the rows of the run's symbols. */
  readonly files: RateFiles;
  readonly warnings: readonly RunWarning[];
}

/** Reads the files that the settings name. Throws `DataError` for a bad one. */
export function runCarry(config: RunConfig, symbols: readonly string[], clock: Clock): RunCarry {
  const read = (kind: "borrow" | "financing") => {
    const file = config[kind]?.file ?? null;
    const shape = kind === "financing" && config.financing?.model === "swapPoints" ? "swapPoints" : kind;
    return file === null ? undefined : { whole: readRateFile(shape, file), kind };
  };
  const borrow = read("borrow");
  const financing = read("financing");
  const files: RateFiles = {
    ...(borrow === undefined ? {} : { borrow: ofSymbols(borrow.whole, symbols) }),
    ...(financing === undefined ? {} : { financing: ofSymbols(financing.whole, symbols) }),
  };
  const warnings = [borrow, financing].flatMap((each) => (each === undefined ? [] : withoutRates(each.kind, each.whole, symbols)));
  return { terms: carryTerms(config, symbols, files, clock), files, warnings: [...warnings, ...strangers(config, symbols)] };
}

function ofSymbols(file: RateFile, symbols: readonly string[]): RateFile {
  return { ...file, rows: file.rows.filter(({ symbol }) => symbol === "*" || symbols.includes(symbol)) };
}

function withoutRates(kind: "borrow" | "financing", file: RateFile, symbols: readonly string[]): RunWarning[] {
  const missing = symbols.filter((symbol) => rowsOf(file, symbol).length === 0);
  // A short without a rate has its own warning once it is held.
  if (missing.length === 0 || (kind === "borrow" && missing.length < symbols.length)) return [];
  const shown = `${missing.slice(0, 5).join(", ")}${missing.length > 5 ? ` and ${missing.length - 5} more` : ""}`;
  const message = `${file.file} has no ${kind} rate of ${shown}: it costs nothing there. It names ${named(file)}.`;
  return [{ code: `${kind}.noRate`, count: missing.length, message, context: { file: file.file, symbols: missing } }];
}

function named({ rows }: RateFile): string {
  const names = [...new Set(rows.map(({ symbol }) => symbol))];
  return `${names.slice(0, 5).join(", ")}${names.length > 5 ? ` and ${names.length - 5} more` : ""}`;
}

function strangers({ borrow }: RunConfig, symbols: readonly string[]): RunWarning[] {
  return (borrow?.symbols ?? [])
    .filter((symbol) => !symbols.includes(symbol))
    .map((symbol) => ({
      code: "borrow.notInRun",
      symbol,
      message: `borrow.symbols names ${symbol}, which is not in this run.`,
    }));
}
