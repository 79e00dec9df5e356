import { borrow, financing, interest } from "./carry-settings.ts";
import { commission, slippage } from "./commission-settings.ts";
import { compareDecimals } from "./decimal-text.ts";
import { dividends } from "./dividend-settings.ts";
import { calendarId, currencyCode, instruments } from "./instrument-settings.ts";
import { latency } from "./latency-settings.ts";
import { limits } from "./limit-settings.ts";
import { rates } from "./rate-settings.ts";
import {
  type AccountConfig,
  accountTypes,
  conversions,
  type FillsConfig,
  limitFills,
  lotMethods,
  marginCalls,
  marketFills,
  type ParamInput,
  type ProbabilityConfig,
  pathModels,
  type RunConfig,
  selfTrades,
} from "./run-config.ts";
import { boolean, choice, decimal, integer, optional, type Setting, type SourceOf, text } from "./setting.ts";
import { asObject, type Fields, group } from "./setting-groups.ts";
import { settingsError } from "./settings-error.ts";
import { symbolList } from "./symbol-list.ts";
import { canonicalTimeBound } from "./time-bound.ts";

const margin = (meaning: string, example: string): Setting<string | null> =>
  optional(decimal({ above: "0", max: "1", decimals: 9, ratio: true }, { default: example, meaning }));

const timeBound = (flag: string, meaning: string): Setting<string | null> =>
  optional(
    text("a date (2014-06-09) or an instant with its zone (2014-06-09T14:30:00Z)", canonicalTimeBound, {
      default: "2014-06-09",
      meaning,
      flag,
      hint: "Write YYYY-MM-DD, or YYYY-MM-DDTHH:MM:SS with Z or an offset such as -05:00.",
    }),
  );

const path = (meaning: string, flag: string): Setting<string | null> =>
  optional(
    text("text that is not empty", (value) => (value.trim() === "" ? undefined : value), {
      default: "",
      meaning,
      flag,
      hint: `Name it after ${flag}.`,
    }),
  );

const account = group<AccountConfig>(
  {
    type: choice(accountTypes, {
      default: "cash",
      meaning: "A cash account buys with its cash and never sells short; a margin account borrows and sells short.",
    }),
    initialMargin: margin("Fraction of a new position's value that must be covered; margin accounts only.", "0.5"),
    maintenanceMargin: margin("Fraction of a position's value that must stay covered; margin accounts only.", "0.25"),
    lots: choice(lotMethods, { default: "fifo", meaning: "Which lots a sale closes first." }),
    marginCall: optional(
      choice(marginCalls, {
        default: "liquidate",
        meaning: "What becomes of a margin account below its maintenance margin: positions are closed at the next open, or nothing.",
      }),
    ),
    conversion: choice(conversions, {
      default: "auto",
      meaning: "What becomes of money in another currency: converted at once, or held until ctx.convert.",
    }),
    conversionBps: optional(
      decimal(
        { above: "0", max: "1000", decimals: 4 },
        { default: "2", meaning: "What a conversion costs beyond the rate, in basis points." },
      ),
    ),
  },
  { meaning: "What the account may do and how it counts lots." },
  checkAccount,
);

function checkAccount(read: AccountConfig, key: string, sourceOf: SourceOf): AccountConfig {
  if (read.type === "cash") {
    for (const name of ["initialMargin", "maintenanceMargin", "marginCall"] as const) {
      if (read[name] === null) continue;
      const place = { key: `${key}.${name}`, source: sourceOf(`${key}.${name}`) };
      throw settingsError({
        code: "conflict",
        place,
        value: read[name],
        problem: "a cash account has no margin",
        hint: `Set ${key}.type to "margin" as well, or leave ${name} out.`,
      });
    }
    return read;
  }
  const initialMargin = read.initialMargin ?? "0.5";
  const maintenanceMargin = read.maintenanceMargin ?? (compareDecimals(initialMargin, "0.25") < 0 ? initialMargin : "0.25");
  if (compareDecimals(maintenanceMargin, initialMargin) > 0) {
    const place = { key: `${key}.maintenanceMargin`, source: sourceOf(`${key}.maintenanceMargin`) };
    throw settingsError({
      code: "conflict",
      place,
      value: maintenanceMargin,
      problem: `higher than ${key}.initialMargin ${initialMargin}`,
      hint: "Maintenance margin is at most the initial margin.",
    });
  }
  return { ...read, initialMargin, maintenanceMargin, marginCall: read.marginCall ?? "liquidate" };
}

const likely = (meaning: string) => decimal({ min: "0", max: "1", decimals: 9, ratio: true }, { default: "1", meaning });

const probability = group<ProbabilityConfig>(
  {
    market: likely("How likely a market order acts in a bar, as a fraction."),
    limitTouch: likely("How likely a limit order acts in a bar that touches its price."),
    limitThrough: likely("How likely a limit order acts in a bar that goes a tick or more beyond its price."),
    stop: likely("How likely a stop acts in a bar that reaches it."),
    size: optional(
      decimal(
        { above: "0", max: "1", decimals: 9, ratio: true },
        { default: "0.1", meaning: "Fraction of a bar's volume beyond which an order is that much less likely." },
      ),
    ),
  },
  { meaning: "How likely orders act in a bar; what misses waits for the next." },
);

const params: Setting<Readonly<Record<string, ParamInput>>> = {
  kind: "map",
  allowed: "an object of parameter values by name",
  default: {},
  meaning: "A parameter of the strategy.",
  flag: "--param",
  read(value, key, sourceOf) {
    const given = Object.entries(asObject(value, key, sourceOf, this.allowed)).filter(([, param]) => param !== undefined);
    return Object.fromEntries(given.map(([name, param]) => [name, readParam(param, `${key}.${name}`, sourceOf)] as const));
  },
};

function readParam(value: unknown, key: string, sourceOf: SourceOf): ParamInput {
  // JSON, and so a manifest, has no -0.
  if (Object.is(value, -0)) return 0;
  if (typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return value;
  if (typeof value === "bigint") return value.toString();
  throw settingsError({
    code: "type",
    place: { key, source: sourceOf(key) },
    value,
    allowed: "a number, text, true or false",
    problem: "expected a number, text, true or false",
  });
}

/** Every setting of a run: the one source of flags, `--config`, `--set`, `backtest({...})`, forms and docs/settings.md. */
export const runSettingTable: Fields<RunConfig> = {
  cash: decimal(
    { above: "0", max: "1000000000000000", decimals: 9 },
    { default: "100000", meaning: "Starting cash, in the account's currency.", flag: "--cash" },
  ),
  currency: currencyCode("Currency of the account; the instruments' without it.", "--currency"),
  instruments,
  commission,
  rates,
  slippage,
  fills: group<FillsConfig>(
    {
      market: choice(marketFills, { default: "nextOpen", meaning: "Where a market order fills; thisClose is optimistic and labelled so." }),
      path: choice(pathModels, { default: "adaptive", meaning: "In which order a bar visited its high and low." }),
      limit: choice(limitFills, { default: "touch", meaning: "Whether a limit order fills on a touch or needs one tick more." }),
      volumeLimit: optional(
        decimal(
          { above: "0", max: "1", decimals: 9, ratio: true },
          {
            default: "0.025",
            meaning: "Most of a bar's volume that all orders on a symbol may trade, as a fraction; no limit without it.",
          },
        ),
      ),
      selfTrade: choice(selfTrades, {
        default: "allow",
        meaning: "What becomes of the account's own orders of both sides that would fill at one price.",
      }),
      probability: optional(probability),
      partial: optional(
        decimal(
          { above: "0", max: "1", decimals: 9, ratio: true },
          { default: "0.5", meaning: "Fraction that an order gets of what it could fill, once a bar; all of it without it." },
        ),
      ),
    },
    { meaning: "How orders meet bars." },
  ),
  bounds: boolean({
    default: false,
    meaning: "Runs eight further models of path and limits: the interval of end values and the bars that decide it.",
    flag: "--bounds",
  }),
  closeAtEnd: boolean({
    default: false,
    meaning: "Closes open positions at the last close; they are marked there without it.",
    flag: "--close-at-end",
  }),
  account,
  limits,
  borrow,
  financing,
  interest,
  latency,
  actions: path("Table of corporate actions, of this or another system; several with commas between.", "--actions"),
  dividends,
  universe: path("CSV of who is a member when: symbol, from, to; or date, members; or date, add, remove.", "--universe"),
  benchmark: path("A symbol of the run or a price file, for beta and alpha.", "--benchmark"),
  calendar: calendarId("Trading sessions; by asset class without it.", "--calendar"),
  from: timeBound("--from", "First bar used; the first of the data without it."),
  to: timeBound("--to", "Last bar used, a date includes that whole day; the last of the data without it."),
  seed: integer(
    { min: 0, max: Number.MAX_SAFE_INTEGER },
    { default: 1, meaning: "Start of the sequence that ctx.random() gives.", flag: "--seed" },
  ),
  symbols: symbolList({
    meaning: "Selects symbols of the data and orders ctx.symbols; all in the order of the data without it.",
    flag: "--symbols",
  }),
  params,
};

/** Settings of a later version: refused by name rather than ignored. */
export const laterSettings: Readonly<Record<string, string>> = {
  funding: "perpetual funding",
  allocator: "allocation between strategies",
};
