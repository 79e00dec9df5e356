import type { Amount } from "../decimal.ts";

/** What an order call takes beside symbol and amount. `Coherent` says in the editor which options do not go together. */
export interface OrderOptions {
  /** Buys at most, sells at least at this price. On the tick. */
  readonly limit?: Amount;
  /** Becomes a market order (with `limit`: a limit order) once the price is reached. On the tick. */
  readonly stop?: Amount;
  /** Becomes a market order (with `limit`: a limit order) once the price is here or better: the mirror image of `stop`. On the tick. */
  readonly ifTouched?: Amount;
  /** Trailing stop: distance from the best price since it lives, in money. On the tick. */
  readonly trail?: Amount;
  /** Trailing stop: distance as a fraction of the best price (`"0.1"` is ten percent). */
  readonly trailPercent?: Amount;
  /** Of a trailing stop: it sleeps until the price is here (a sell: or above, a buy: or below). On the tick. */
  readonly activation?: Amount;
  /** Of a trailing stop: at its level it becomes a limit order this far beyond it, instead of a market order. 0 or more, on the tick. */
  readonly trailLimit?: Amount;
  /** A market order whose rest becomes a limit at the price of its first fill. */
  readonly marketToLimit?: boolean;
  /** A market order for the open or the close, whatever `fills.market` says; with `limit` a limit order for that one print. */
  readonly at?: "open" | "close";
  /** Until cancelled (default), for the session, at once or never in part, at once as a whole or never, until `expires`. */
  readonly tif?: "GTC" | "DAY" | "IOC" | "FOK" | "GTD";
  /** `"2024-06-28"`: through that exchange day. An instant (RFC 3339, Date, ms UTC): matches only in bars that start before it. */
  readonly expires?: string | number | Date;
  /** Of a limit order: cancelled when it would fill at the first print it meets. */
  readonly postOnly?: boolean;
  /** Only brings the position nearer to zero: rejected when there is none, cut to it at the fill, expires when it is flat. */
  readonly reduceOnly?: boolean;
  /** Of a limit order, an iceberg: shows this much at a time; each shown part is a fill of its own and goes behind the others at its price. */
  readonly display?: Amount;
  /** Which lots it closes first: by rule, or the named ones (ids as `ctx.position().lots` shows them), then by `account.lots`. */
  readonly lots?: "fifo" | "lifo" | "hifo" | readonly string[];
  /** Free text that stands on the order in the result. */
  readonly tag?: string;
}

interface Excludes {
  readonly at: "stop" | "trail" | "trailPercent";
  readonly ifTouched: "stop" | "trail" | "trailPercent" | "at" | "marketToLimit";
  readonly marketToLimit: "limit" | "stop" | "trail" | "trailPercent" | "at";
  readonly trail: "limit" | "stop" | "trailPercent";
  readonly trailPercent: "limit" | "stop";
  readonly display: "stop" | "ifTouched" | "trail" | "trailPercent" | "at" | "marketToLimit";
  readonly postOnly: "stop" | "ifTouched" | "trail" | "trailPercent" | "at" | "marketToLimit";
}

interface Needs {
  readonly activation: "trail" | "trailPercent";
  readonly trailLimit: "trail" | "trailPercent";
  readonly display: "limit";
  readonly postOnly: "limit";
}

/** Keys that are there for certain and not `false`: an option that may be absent contradicts nothing. */
type Given<O> = { [K in keyof O]-?: Record<never, never> extends Pick<O, K> ? never : O[K] extends false | undefined ? never : K }[keyof O];

type Beside<K, O> = K extends keyof Excludes ? Extract<Excludes[K], Given<O>> : never;
type Missing<K, O> = K extends keyof Needs ? (Extract<Needs[K], keyof O> extends never ? Needs[K] : never) : never;

/** A type no value has: the editor shows its message. */
interface Contradiction<Message extends string> {
  readonly contradiction: Message;
}

type Checked<K extends keyof O, O> = K extends keyof OrderOptions
  ? K extends Given<O>
    ? [Beside<K, O>] extends [never]
      ? [Missing<K, O>] extends [never]
        ? K extends "expires"
          ? O extends { readonly tif: "GTC" | "DAY" | "IOC" | "FOK" }
            ? Contradiction<"expires stands alone or beside tif GTD">
            : O[K]
          : K extends "tif"
            ? O[K] extends "GTD"
              ? "expires" extends keyof O
                ? O[K]
                : Contradiction<"tif GTD needs expires">
              : O[K]
            : O[K]
        : Contradiction<`${K} needs ${Missing<K, O>}`>
      : Contradiction<`${K} cannot stand beside ${Beside<K, O> & string}`>
    : O[K]
  : Contradiction<`${K & string} is not an order option`>;

/** Options that go together. A contradiction is a type error that says what is wrong: `Contradiction<"postOnly needs limit">`. */
export type Coherent<O> = string extends keyof O ? unknown : { readonly [K in keyof O]?: Checked<K, O> };
