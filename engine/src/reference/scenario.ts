import type { RoundingMode } from "./ratio.ts";

/**
 * A scenario is plain JSON: it can be printed, stored, and run again. Both engines read the same digits, prices and amounts being text.
 */

/** One bar. */
export interface ScenarioBar {
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
}

/** XNYS sessions from 2023-04-10 on: seven weeks without a holiday. */
const sessions = Array.from({ length: 47 }, (_, index) => new Date(Date.UTC(2023, 3, 10 + index)))
  .filter((date) => date.getUTCDay() % 6 !== 0)
  .map((date) => date.toISOString().slice(0, 10));

export const dateOf = (day: number): string => sessions[day] ?? "";
/** The start of a finer bar. */
export const detailTime = (day: number, index: number): string => `${dateOf(day)}T${String(14 + index)}:30:00Z`;
export const dayOf = (t: string): number => sessions.indexOf(t.slice(0, 10));

/** Days are indexes into the scenario's days. */
export type ScenarioAction =
  | { readonly type: "dividend"; readonly ex: number; readonly pay?: number; readonly amount: string }
  | { readonly type: "split"; readonly ex: number; readonly to: number; readonly from: number };

export interface ScenarioSymbol {
  readonly symbol: string;
  /** One entry a day; null where the symbol has no bar. The first symbol has one every day. */
  readonly bars: readonly (ScenarioBar | null)[];
  /** Finer bars of each day, also where the symbol has none: they belong to its bar before (SPEC F8). */
  readonly detail?: readonly (readonly ScenarioBar[])[];
  readonly multiplier: string;
  readonly actions: readonly ScenarioAction[];
}

export type FeeRounding = Exclude<RoundingMode, "floor" | "ceil">;

export type ScenarioCommission = PlainCommission | { readonly model: "schedule"; readonly entries: readonly ScheduleEntry[] };

export type PlainCommission = { readonly model: "none" } | (Charged & { readonly currency?: string });

type Charged =
  | { readonly model: "percent"; readonly rate: string; readonly unit?: string; readonly rounding?: FeeRounding }
  | {
      readonly model: "perShare";
      readonly rate: string;
      readonly minimum?: string;
      readonly maximum?: string;
      readonly unit?: string;
      readonly rounding?: FeeRounding;
    }
  | { readonly model: "perTrade"; readonly cost: string }
  | { readonly model: "perContract"; readonly cost: string; readonly exchangeFee?: string }
  | {
      readonly model: "makerTaker";
      readonly maker: string;
      readonly taker: string;
      readonly unit?: string;
      readonly rounding?: FeeRounding;
    }
  | {
      readonly model: "tiered";
      readonly by: "value" | "quantity";
      readonly charge: "percent" | "perShare";
      /** `month`, or so many days: `30d`. */
      readonly window: string;
      readonly tiers: readonly ScenarioTier[];
      readonly marginal?: boolean;
      readonly minimum?: string;
      readonly maximum?: string;
      readonly unit?: string;
      readonly rounding?: FeeRounding;
    };

export type ScenarioTier = { readonly from: string } & ({ readonly rate: string } | { readonly maker: string; readonly taker: string });

/** Money of the account for one unit of a currency (SPEC M11): always, or from days on as a file has them. */
export type ScenarioRate = string | readonly (readonly [from: string, rate: string])[];

export interface ScheduleEntry {
  /** First day on which it is in force; the first entry has none. */
  readonly from?: string;
  readonly commission: ScenarioCommission;
}

export type DayCount = "actual/360" | "actual/365" | "actual/actual" | "30/360";

/** Annual fractions, as in `interest: { credit, debit, dayCount }`. */
export interface AnnualRates {
  readonly dayCount?: DayCount;
  readonly rate?: string;
}

/** A line of a file of dated rates (SPEC M12, M13); `*` is every symbol without lines of its own. */
export interface DatedTerms {
  readonly symbol: string;
  readonly from: string;
  readonly rate?: string;
  readonly long?: string;
  readonly short?: string;
  /** How much can be borrowed; without it there is no limit. */
  readonly available?: string;
}

export interface CarryTerms extends AnnualRates {
  readonly long?: string;
  readonly short?: string;
  readonly file?: readonly DatedTerms[];
}

export type ScenarioSlippage =
  | { readonly model: "none" }
  | { readonly model: "bps" | "spread"; readonly bps: string }
  | { readonly model: "volumeShare"; readonly limit: string; readonly impact: string }
  | { readonly model: "volatility"; readonly coefficient: string; readonly window?: number }
  | { readonly model: "squareRoot"; readonly coefficient: string; readonly window?: number; readonly volatility?: string }
  /** A function of its own: `ofRange` of the bar's range and `perUnit` for each unit, at most the reference. */
  | { readonly model: "custom"; readonly ofRange: string; readonly perUnit: string };

/** How long a part of a way takes (SPEC F12). */
export type Delay =
  | string
  | { readonly model: "uniform"; readonly min: string; readonly max: string }
  | { readonly model: "normal"; readonly mean: string; readonly sd: string }
  /** Milliseconds, as they stand in a file. */
  | { readonly model: "file"; readonly ms: readonly string[] };

export type ScenarioDelay = Delay | { readonly network?: Delay; readonly broker?: Delay; readonly exchange?: Delay };

export interface ScenarioLatency {
  readonly submit?: ScenarioDelay;
  readonly cancel?: ScenarioDelay;
  readonly modify?: ScenarioDelay;
  readonly ack?: ScenarioDelay;
  readonly seed?: number;
}

/** What no order goes beyond (SPEC O25). */
export interface ScenarioLimits {
  readonly orderQuantity?: string;
  readonly orderValue?: string;
  readonly position?: string;
  readonly positionValue?: string;
  readonly exposure?: string;
  readonly openOrders?: number;
  readonly dailyLoss?: string;
}

export interface OrderTerms {
  readonly symbol: string;
  /** Signed. */
  readonly quantity: string;
  readonly limit?: string;
  readonly stop?: string;
  readonly trail?: string;
  readonly trailPercent?: string;
  readonly activation?: string;
  readonly trailLimit?: string;
  readonly ifTouched?: string;
  readonly marketToLimit?: true;
  readonly postOnly?: true;
  readonly reduceOnly?: true;
  /** How much of it is shown (SPEC O15). */
  readonly display?: string;
  /** Which lots it closes (SPEC O23): a method, or the places of lots the position has at that close. */
  readonly lots?: "fifo" | "lifo" | "hifo" | readonly number[];
  readonly tif?: "GTC" | "DAY" | "IOC" | "FOK" | "GTD";
  /** `YYYY-MM-DD`, or an instant as RFC 3339 in UTC. */
  readonly expires?: string;
  readonly at?: "open" | "close";
}

/** What the strategy says at a close. Orders are named by id. */
export type Command =
  | ({ readonly do: "order" } & OrderTerms)
  | { readonly do: "target"; readonly symbol: string; readonly quantity: string }
  | { readonly do: "targetPercent"; readonly symbol: string; readonly num: number; readonly den: number }
  | { readonly do: "value"; readonly symbol: string; readonly value: string }
  | { readonly do: "close"; readonly symbol: string }
  | { readonly do: "cancel"; readonly order: number }
  | {
      readonly do: "modify";
      readonly order: number;
      readonly limit?: string;
      readonly stop?: string;
      readonly ifTouched?: string;
      readonly quantity?: string;
    }
  | {
      readonly do: "bracket";
      readonly symbol: string;
      readonly quantity: string;
      readonly entry?: string;
      readonly takeProfit: string;
      readonly stopLoss: string;
    }
  /** The parent is made or named; children are described, or said as orders before they are put on hold (SPEC O16), the first two linked. */
  | {
      readonly do: "oto";
      readonly parent: OrderTerms | { readonly order: number };
      readonly children: readonly { readonly terms: OrderTerms; readonly held: boolean }[];
      readonly link?: "oco" | "ouo";
    }
  | { readonly do: "pair"; readonly link?: "ouo"; readonly first: OrderTerms; readonly second: OrderTerms };

export interface OracleScenario {
  readonly cash: string;
  readonly account: "cash" | "margin";
  readonly lots: "fifo" | "lifo" | "hifo" | "average";
  readonly settled: boolean;
  readonly commission: ScenarioCommission;
  readonly rates?: Readonly<Record<string, ScenarioRate>>;
  readonly slippage: ScenarioSlippage;
  readonly market: "nextOpen" | "nextClose" | "thisClose";
  readonly path: "adaptive" | "ohlc" | "olhc" | "worst" | "best";
  readonly limit: "touch" | "through";
  readonly selfTrade?: "cancelNewest" | "cancelOldest" | "cancelBoth" | "decrement";
  readonly volumeLimit?: string;
  /** Chances of acting in a bar (SPEC F10). */
  readonly probability?: Readonly<Partial<Record<"market" | "limitTouch" | "limitThrough" | "stop" | "size", string>>>;
  readonly seed?: number;
  /** Share of what could fill that does (SPEC F11). */
  readonly partial?: string;
  readonly latency?: ScenarioLatency;
  readonly limits?: ScenarioLimits;
  readonly closeAtEnd: boolean;
  readonly borrow?: CarryTerms;
  readonly financing?: CarryTerms;
  readonly interest?: AnnualRates & { readonly credit?: string; readonly debit?: string };
  readonly symbols: readonly ScenarioSymbol[];
  /** Commands of each day, in the order they are said. */
  readonly commands: readonly (readonly Command[])[];
}
