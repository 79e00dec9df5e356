/**
 * A run's settings with every default filled in: what the engine reads and what stands in `manifest.config`. Decimals are canonical
 * strings (no exponent, sign, leading or trailing zeros), ratios are fractions (`"0.5"` is half), `null` means none.
 * A `RunConfig` is itself valid input: `parseRunSettings(config)` gives the same config again.
 */
export interface RunConfig {
  /** Starting cash in `currency`, > 0. */
  readonly cash: string;
  /** ISO code of the account; `null`: the one currency of the instruments. */
  readonly currency: string | null;
  /** Complete rules per symbol; `"*"` is always present and stands for every symbol that has no entry of its own. */
  readonly instruments: Readonly<Record<string, InstrumentConfig>>;
  readonly commission: CommissionConfig;
  /** Money of the account for one unit of another currency; documents of earlier versions have no such key. */
  readonly rates?: Readonly<Record<string, RateConfig>> | null;
  readonly slippage: SlippageConfig;
  readonly fills: FillsConfig;
  /** `true` runs eight further models of path and limits: an interval of end values, and the bars that decide it. */
  readonly bounds: boolean;
  /** `true` closes open positions at the last close, `false` marks them. */
  readonly closeAtEnd: boolean;
  readonly account: AccountConfig;
  readonly limits: LimitsConfig;
  /** What holding costs from day to day; `null`: nothing. */
  readonly borrow: BorrowConfig | null;
  readonly financing: FinancingConfig | null;
  readonly interest: InterestConfig | null;
  /** `null`: messages take no time. */
  readonly latency: LatencyConfig | null;
  /** `null`: dividends are paid whole, in cash. */
  readonly dividends: DividendsConfig | null;
  /** Path of the action table, as given. */
  readonly actions: string | null;
  /** Path of the members by date, as given; documents of earlier versions have no such key. */
  readonly universe?: string | null;
  /** A symbol of the run, or a path (command line only), as given. */
  readonly benchmark: string | null;
  /** Calendar of every instrument that names none of its own; `null`: by asset class. */
  readonly calendar: string | null;
  /** First and last bar used, both inclusive: a date (the whole exchange day) or an RFC 3339 instant. */
  readonly from: string | null;
  readonly to: string | null;
  /** Of `ctx.random()`: 0 to 2^53-1. */
  readonly seed: number;
  /** Selects and orders `ctx.symbols`; `null`: all, in the order of the data. */
  readonly symbols: readonly string[] | null;
  /** The strategy's parameters as given; numbers that came as text stay text. The strategy's own declarations check them. */
  readonly params: Readonly<Record<string, ParamInput>>;
}

export type ParamInput = string | number | boolean;

export const assetClasses = ["equity", "etf", "forex", "crypto", "perpetual", "future", "index", "option"] as const;
export type AssetClass = (typeof assetClasses)[number];

export interface InstrumentConfig {
  readonly assetClass: AssetClass;
  /** Smallest step of an order price. */
  readonly tick: string;
  /** Smallest step of an order quantity. */
  readonly lot: string;
  /** Money per point of price and unit of quantity. */
  readonly multiplier: string;
  /** ISO or crypto code of prices and profit; `null`: the account's, else USD. */
  readonly currency: string | null;
  /** `null`: the run's `calendar`, else by asset class. */
  readonly calendar: string | null;
  /** A point of swaps; `null`: 0.01 of a pair quoted in yen, else 0.0001. Documents of earlier versions have no such key. */
  readonly pip?: string | null;
}

export const roundingModes = ["half-even", "half-up", "half-down", "up", "down"] as const;
export type RoundingMode = (typeof roundingModes)[number];

/** One rate for the whole run, or a CSV of dated ones (`date,rate`). */
export type RateConfig = string | RateSourceConfig;

/** A CSV of dated rates, or the last close of a pair of the run; `maxAgeDays` lets a weekday without one use an older rate. */
export type RateSourceConfig =
  | { readonly file: string; readonly maxAgeDays?: number }
  | { readonly symbol: string; readonly maxAgeDays?: number };

/** How a charge is made: rounded to multiples of `unit` as the venue does it (`null` leaves it exact), in which currency (`null`: the account's). */
export interface ChargeTerms {
  readonly unit: string | null;
  readonly rounding: RoundingMode;
  /** Documents of earlier versions have no such key. */
  readonly currency?: string | null;
}

/** `minimum` and `maximum` in money, per order over its fills. */
interface OrderBounds {
  readonly minimum: string | null;
  readonly maximum: string | null;
}

export const volumeMeasures = ["value", "quantity"] as const;
export const tierCharges = ["percent", "perShare"] as const;

/** Rates from a volume on: one, or two by whether the order was waiting at its limit. */
export type TierConfig =
  | { readonly from: string; readonly rate: string }
  | { readonly from: string; readonly maker: string; readonly taker: string };

export interface TieredCommission extends OrderBounds, ChargeTerms {
  readonly model: "tiered";
  /** What decides the tier: what the account has traded in `window`, all symbols. */
  readonly by: (typeof volumeMeasures)[number];
  /** Rates are fractions of the traded value, or money a share. */
  readonly charge: (typeof tierCharges)[number];
  /** `"month"`: the calendar month so far; `"30d"`: the last 30 exchange days. */
  readonly window: string;
  /** Ascending from 0. */
  readonly tiers: readonly TierConfig[];
  /** `true` splits a fill over the tiers, `false` charges it whole by the tier it begins in. */
  readonly marginal: boolean;
}

/** A model that does not change with time. */
export type PlainCommission =
  | { readonly model: "none" }
  /** `rate` of the traded value: a fraction. */
  | ({ readonly model: "percent"; readonly rate: string } & ChargeTerms)
  /** `rate` in money a share. */
  | ({ readonly model: "perShare"; readonly rate: string } & OrderBounds & ChargeTerms)
  /** Fractions of the traded value, by whether the order was waiting at its limit; below zero is a rebate. */
  | ({ readonly model: "makerTaker"; readonly maker: string; readonly taker: string } & ChargeTerms)
  /** `cost` in money, once an order. */
  | ({ readonly model: "perTrade"; readonly cost: string } & ChargeTerms)
  /** `cost` in money a contract, `exchangeFee` once an order. */
  | ({ readonly model: "perContract"; readonly cost: string; readonly exchangeFee: string } & ChargeTerms)
  | TieredCommission;

export interface ScheduleEntry {
  /** First exchange day; `null` for the first entry, which was always in force. */
  readonly from: string | null;
  readonly commission: PlainCommission;
}

/** A model, or several by date: the one of the day of an order's first fill. */
export type CommissionConfig = PlainCommission | { readonly model: "schedule"; readonly entries: readonly ScheduleEntry[] };

export type SlippageConfig =
  | { readonly model: "none" }
  /** Basis points of the price, against the trader. */
  | { readonly model: "bps"; readonly bps: string }
  /** The whole spread in basis points; half of it a side. */
  | { readonly model: "spread"; readonly bps: string }
  /** At most `limit` of the bar's volume (a fraction); price moves by `impact` × share². */
  | { readonly model: "volumeShare"; readonly limit: string; readonly impact: string }
  /** Price moves by `coefficient` × sigma, the volatility of the last `window` closed bars. */
  | { readonly model: "volatility"; readonly coefficient: string; readonly window: number }
  /** Price moves by `coefficient` × sigma × the square root of the share of the bar's volume; `volatility` fixes sigma. */
  | { readonly model: "squareRoot"; readonly coefficient: string; readonly window: number; readonly volatility: string | null }
  /** The function of `backtest({ slippage })` or of the strategy. */
  | { readonly model: "custom" };

export const marketFills = ["nextOpen", "nextClose", "thisClose"] as const;
export const pathModels = ["adaptive", "ohlc", "olhc", "worst", "best"] as const;
export const limitFills = ["touch", "through"] as const;
export const selfTrades = ["allow", "cancelNewest", "cancelOldest", "cancelBoth", "decrement"] as const;

export interface FillsConfig {
  /** Where a market order fills. */
  readonly market: (typeof marketFills)[number];
  /** In which order a bar's extremes were visited. */
  readonly path: (typeof pathModels)[number];
  /** Whether a limit needs one tick more than a touch. */
  readonly limit: (typeof limitFills)[number];
  /** Fraction of a bar's volume all orders on the symbol share. */
  readonly volumeLimit: string | null;
  /** What becomes of own orders that would trade with each other at one price. */
  readonly selfTrade: (typeof selfTrades)[number];
  /** How likely orders act in a bar; `null`: they always do. */
  readonly probability: ProbabilityConfig | null;
  /** Fraction that an order gets of what it could fill; `null`: all. */
  readonly partial: string | null;
}

/** Fractions: how likely an order acts in a bar that lets it. */
export interface ProbabilityConfig {
  readonly market: string;
  /** A limit that the bar touches, and one it goes a tick or more beyond. */
  readonly limitTouch: string;
  readonly limitThrough: string;
  readonly stop: string;
  /** Fraction of a bar's volume beyond which an order is that much less likely. */
  readonly size: string | null;
}

export const accountTypes = ["cash", "margin"] as const;
export const conversions = ["auto", "hold"] as const;
export const financingModels = ["rate", "swapPoints"] as const;
export const tripleDays = ["monday", "tuesday", "wednesday", "thursday", "friday"] as const;
export type TripleDay = (typeof tripleDays)[number];
export const marginCalls = ["liquidate", "none"] as const;
export const lotMethods = ["fifo", "lifo", "hifo", "average"] as const;

export interface AccountConfig {
  readonly type: (typeof accountTypes)[number];
  /** Fractions of position value; `null` on a cash account. */
  readonly initialMargin: string | null;
  readonly maintenanceMargin: string | null;
  readonly lots: (typeof lotMethods)[number];
  /** What becomes of money in another currency; documents of earlier versions have no such key. */
  readonly conversion?: (typeof conversions)[number];
  /** What becomes of a margin account below its maintenance margin; `null` on a cash account. */
  readonly marginCall?: (typeof marginCalls)[number] | null;
  /** What a conversion costs beyond the rate, in basis points. */
  readonly conversionBps?: string | null;
}

/** What no order may go beyond: one that would is rejected. `null`: no limit. */
export interface LimitsConfig {
  /** Of one order: units, and money at the price it is expected to fill at. */
  readonly orderQuantity: string | null;
  readonly orderValue: string | null;
  /** Of one symbol, long or short, with open orders on that side: units, and money. */
  readonly position: string | null;
  readonly positionValue: string | null;
  /** Gross exposure as a multiple of equity. */
  readonly exposure: string | null;
  /** Orders open at once. */
  readonly openOrders: number | null;
  /** Fraction of the equity at the previous day's close; beyond it the day takes only orders that reduce. */
  readonly dailyLoss: string | null;
}

export const dayCounts = ["actual/360", "actual/365", "actual/actual", "30/360"] as const;
export type DayCount = (typeof dayCounts)[number];

/** Of the market value of shorts, at an annual `rate` or the dated ones of `file`. */
export interface BorrowConfig {
  readonly rate: string | null;
  /** Path of a CSV `symbol,from,rate,available`, as given. */
  readonly file: string | null;
  readonly dayCount: DayCount;
  /** Symbols that `rate` is for; `null`: all. */
  readonly symbols: readonly string[] | null;
}

/** Of the value of a position: `rate` for all, `long` and `short` apart, or the dated ones of `file`. */
export interface FinancingConfig {
  readonly rate: string | null;
  readonly long: string | null;
  readonly short: string | null;
  /** Path of a CSV `symbol,from,rate` or `symbol,from,long,short`, as given. */
  readonly file: string | null;
  readonly dayCount: DayCount;
  /** `swapPoints`: `long`, `short` and the file are pips a unit and night, received above zero; documents of earlier versions have no such key. */
  readonly model?: (typeof financingModels)[number];
  /** The weekday whose night counts three times. */
  readonly tripleDay?: TripleDay;
}

/** Of cash less the value of shorts: `rate` for both signs, or `credit` above and `debit` below zero. */
export interface InterestConfig {
  readonly rate: string | null;
  readonly credit: string | null;
  readonly debit: string | null;
  readonly dayCount: DayCount;
}
/** How long messages take, by kind; `null`: no time. */
export interface LatencyConfig {
  readonly submit: DelayConfig | null;
  readonly cancel: DelayConfig | null;
  readonly modify: DelayConfig | null;
  /** Word of what happened, on its way back to the strategy. */
  readonly ack: DelayConfig | null;
  /** `null`: that of the run. */
  readonly seed: number | null;
}

/** One delay, or the sum of those of the legs of a way. */
export type DelayConfig = DelayPart | { readonly network?: DelayPart; readonly broker?: DelayPart; readonly exchange?: DelayPart };

/** A duration such as `"20ms"`, or where one comes from. */
export type DelayPart =
  | string
  | { readonly model: "uniform"; readonly min: string; readonly max: string }
  | { readonly model: "normal"; readonly mean: string; readonly sd: string }
  | { readonly model: "file"; readonly path: string };

export interface DividendsConfig {
  /** Fraction of a long position's dividend, `"0"` to `"1"`. */
  readonly withholding: string;
  readonly reinvest: boolean;
}
