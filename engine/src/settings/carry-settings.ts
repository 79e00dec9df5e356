import { compareDecimals } from "./decimal-text.ts";
import { type BorrowConfig, dayCounts, type FinancingConfig, financingModels, type InterestConfig, tripleDays } from "./run-config.ts";
import { choice, decimal, optional, type Setting, type SourceOf, text } from "./setting.ts";
import { group } from "./setting-groups.ts";
import { settingsError } from "./settings-error.ts";
import { symbolList } from "./symbol-list.ts";

/** Annual fractions; below zero what costs brings, and the other way round. */
export const annualRate = { min: "-10", max: "10", decimals: 10, ratio: true } as const;

const rate = (meaning: string, example: string): Setting<string | null> => optional(decimal(annualRate, { default: example, meaning }));

/** Annual fractions, or swap points in pips. */
export const swapPoints = { min: "-10000", max: "10000", decimals: 10 } as const;

const points = (meaning: string, example: string): Setting<string | null> => optional(decimal(swapPoints, { default: example, meaning }));

const file = (columns: string): Setting<string | null> =>
  optional(
    text("text that is not empty", (value) => (value.trim() === "" ? undefined : value), {
      default: "rates.csv",
      meaning: `CSV of dated rates in place of a fixed one: ${columns}.`,
      hint: "Give the path of the file.",
    }),
  );

const dayCount = choice(dayCounts, { default: "actual/360", meaning: "How days become a part of a year." });

/** What holding a position costs from day to day, beside what trading costs (SPEC M12–M14). */
export const borrow: Setting<BorrowConfig | null> = optional(
  group<BorrowConfig>(
    {
      rate: rate("Annual fraction of the value of shorts.", "0.03"),
      file: file("symbol, from, rate, available"),
      dayCount,
      symbols: symbolList({ meaning: "Symbols that the rate is for; all of them without it." }),
    },
    { meaning: "What borrowing shares costs, and how many there are." },
    (value, key, sourceOf) => {
      checkSources(value, [["rate"], ["file"]], key, sourceOf);
      if (value.file !== null && value.symbols !== null)
        throw conflict(`${key}.symbols`, sourceOf, value.symbols, "the file says which symbols it is for", `Leave out ${key}.symbols.`);
      return value;
    },
  ),
);

export const financing: Setting<FinancingConfig | null> = optional(
  group<FinancingConfig>(
    {
      rate: rate("Annual fraction of the value of a position, paid for long ones and received for short ones.", "0.05"),
      model: choice(financingModels, {
        default: "rate",
        meaning: "Annual fractions of the value, or swap points: pips a unit and night, received above zero.",
      }),
      long: points("The rate of long positions, or their swap points.", "0.05"),
      short: points("The rate of short positions: what is received, below zero it is paid; or their swap points.", "-0.01"),
      tripleDay: choice(tripleDays, { default: "wednesday", meaning: "Of swap points: the weekday whose night counts three times." }),
      file: file("symbol, from, and rate or long and short"),
      dayCount,
    },
    { meaning: "What positions cost overnight." },
    (value, key, sourceOf) => {
      checkSources(value, [["rate"], ["long", "short"], ["file"]], key, sourceOf);
      const isPoints = value.model === "swapPoints";
      if (isPoints && value.rate !== null)
        throw conflict(`${key}.rate`, sourceOf, value.rate, "swap points are long and short", `Give ${key}.long and ${key}.short.`);
      for (const side of ["long", "short"] as const) {
        const given = value[side];
        if (isPoints || given === null || (compareDecimals(given, "-10") >= 0 && compareDecimals(given, "10") <= 0)) continue;
        const place = { key: `${key}.${side}`, source: sourceOf(`${key}.${side}`) };
        throw settingsError({
          code: "range",
          place,
          value: given,
          problem: "expected a fraction from -10 to 10",
          hint: "0.05 is 5 % a year.",
        });
      }
      return value;
    },
  ),
);

export const interest: Setting<InterestConfig | null> = optional(
  group<InterestConfig>(
    {
      rate: rate("Annual fraction of cash less the value of shorts: received when that is above zero, paid when below.", "0.04"),
      credit: rate("The rate of what is above zero.", "0.02"),
      debit: rate("The rate of what is below zero.", "0.06"),
      dayCount,
    },
    { meaning: "What cash brings and debt costs." },
    (value, key, sourceOf) => checkSources(value, [["rate"], ["credit", "debit"]], key, sourceOf),
  ),
);

/** Rates come from one place: the keys of one of these groups. */
function checkSources<T extends object>(value: T, groups: readonly (readonly string[])[], key: string, sourceOf: SourceOf): T {
  const given = groups.map((names) => names.find((name) => Reflect.get(value, name) !== null)).filter((name) => name !== undefined);
  const [first, second] = given;
  if (first === undefined) {
    throw settingsError({
      code: "missingKey",
      place: { key, source: sourceOf(key) },
      problem: `says no rate; it needs ${groups.map((names) => names.join(" and ")).join(", or ")}`,
      hint: `For example: --set ${key}.rate=0.03.`,
    });
  }
  if (second === undefined) return value;
  const problem = `${key}.${first} says already what is charged`;
  throw conflict(`${key}.${second}`, sourceOf, Reflect.get(value, second), problem, "Leave out one of them.");
}

function conflict(key: string, sourceOf: SourceOf, value: unknown, problem: string, hint: string) {
  return settingsError({ code: "conflict", place: { key, source: sourceOf(key) }, value, problem, hint });
}
