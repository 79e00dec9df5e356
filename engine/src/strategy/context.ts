import type { Amount, Decimal, DecimalLike } from "../decimal.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import type { ScheduleSpec } from "../run/schedule-spec.ts";
import type { Series } from "../run/series.ts";
import type { Coherent, OrderOptions } from "./order-options.ts";
import type { ParamDefinitions, ParamValues } from "./param.ts";

/** A share of equity: a decimal, or an exact fraction that stays one until the lot rounding. */
export type Weight = Amount | { readonly num: number | bigint | string; readonly den: number | bigint | string };

export type { Coherent, OrderOptions } from "./order-options.ts";

/** An open order that goes on hold, or the order that is made once its parent fills; `symbol` is the parent's without one. */
export type OrderChild = Order | (OrderOptions & { readonly symbol?: string; readonly quantity: Amount });

export interface OrderChanges {
  /** New total without sign, the filled part included. */
  readonly quantity?: Amount;
  readonly limit?: Amount;
  readonly stop?: Amount;
  readonly ifTouched?: Amount;
  readonly trail?: Amount;
  readonly trailPercent?: Amount;
}

export type OrderStatus =
  | "initialized"
  | "denied"
  | "submitted"
  | "accepted"
  | "rejected"
  | "triggered"
  | "partiallyFilled"
  | "filled"
  | "pendingCancel"
  | "canceled"
  | "pendingReplace"
  | "expired";

/** An order as the strategy holds it. Every property is read when asked for. */
export interface Order {
  /** 1, 2, … in submission order. */
  readonly id: number;
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly status: OrderStatus;
  readonly isOpen: boolean;
  /** Total without sign. */
  readonly quantity: Decimal;
  /** Without sign. */
  readonly filled: Decimal;
  /** Why it was rejected, cut, cancelled or expired. */
  readonly reason: string | undefined;
  readonly tag: string | undefined;
  /** Asks for cancellation; false when it was no longer open. */
  cancel(): boolean;
  /** Changes an open order; false when it was no longer open. Throws `OrderError` for values that do not fit. */
  modify(changes: OrderChanges): boolean;
}

export interface RebalanceOptions {
  /** A symbol whose share of the equity is this near to its weight is left alone: `"0.02"` is two percent of the equity. */
  readonly band?: Amount;
  /** What becomes of positions in symbols without a weight. Default `"close"`. */
  readonly others?: "close" | "keep";
}

export interface BracketPrices {
  /** Limit price of the entry; without it the entry is a market order. */
  readonly entry?: Amount;
  readonly takeProfit: Amount;
  readonly stopLoss: Amount;
  /** Of the entry; the children live until they are filled or cancelled. */
  readonly tif?: "GTC" | "DAY" | "IOC" | "FOK" | "GTD";
  /** Of the entry, as of any order. */
  readonly expires?: string | number | Date;
  /** Stands on all three orders. */
  readonly tag?: string;
}

/** The three orders of a bracket. The children act from the entry's first fill on and close no more than it filled. */
export interface Bracket {
  readonly entry: Order;
  readonly takeProfit: Order;
  readonly stopLoss: Order;
}

export interface Lot {
  /** Id of the fill that opened it, such as `"3.1"`: what the order option `lots` takes. */
  readonly id: string;
  readonly quantity: Decimal;
  readonly price: Decimal;
  /** Start of the bar of its fill, ms UTC. */
  readonly time: number;
}

/** The position in one symbol, read when asked for. Quantities carry the sign: negative is short. */
export interface Position {
  readonly symbol: string;
  readonly quantity: Decimal;
  /** Price paid per unit of the open lots, without fees; 0 when flat. At most 12 decimals. */
  readonly averagePrice: Decimal;
  /** Profit of closed lots, net of fees; like all money of a position in the symbol's own currency. */
  readonly realized: Decimal;
  /** Profit of open lots at the last close, before fees. */
  readonly unrealized: Decimal;
  readonly marketValue: Decimal;
  readonly isFlat: boolean;
  readonly isLong: boolean;
  readonly isShort: boolean;
  readonly lots: readonly Lot[];
}

/** The account, each amount computed when read. */
export interface Portfolio {
  readonly cash: Decimal;
  readonly equity: Decimal;
  readonly buyingPower: Decimal;
  readonly grossExposure: Decimal;
  readonly netExposure: Decimal;
  /** Gross exposure per equity; 0 when equity is 0. */
  readonly leverage: Decimal;
}

/** The bar that has just closed, as numbers for signals. `NaN` before a symbol's first bar. */
export interface Bar {
  /** Start of the bar, ms UTC. */
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** 0 when the source has no volume. */
  readonly volume: number;
}

/** The price columns of one symbol. */
export interface Prices {
  readonly open: Series;
  readonly high: Series;
  readonly low: Series;
  readonly close: Series;
  readonly volume: Series;
}

/** With one symbol in the run its columns; with several, `of(symbol)`. */
export interface Data extends Prices {
  readonly symbols: readonly string[];
  of(symbol: string): Prices;
}

export type TickMode = "down" | "up" | "nearest";
export type RecordValue = number | string | bigint | boolean | DecimalLike;

/** What `setup` and every callback have. */
interface Shared<P extends ParamDefinitions> {
  readonly params: ParamValues<P>;
  readonly data: Data;
  /** In the order of the data, or of the `symbols` setting. */
  readonly symbols: readonly string[];
  /** Decimal 1, for exact weights: `ctx.one.div(3)`. */
  readonly one: Decimal;
  /** A price on the tick; ties of `"nearest"` go away from zero. */
  tick(price: Amount, mode: TickMode): Decimal;
  tick(symbol: string, price: Amount, mode: TickMode): Decimal;
  /** The next number of the run's seeded sequence, 0 <= x < 1; the same on every machine. */
  random(): number;
  /** Adds a line to the run's log. */
  log(...parts: readonly unknown[]): void;
}

export interface SetupContext<P extends ParamDefinitions = ParamDefinitions> extends Shared<P> {
  /** Factors over all symbols: rank them, compare them, pick from them. */
  readonly pipeline: Pipeline;
  /** Calls `handler` at sessions of the first symbol's calendar. Before the warm-up is over nothing is called. */
  schedule(when: ScheduleSpec, handler: (ctx: Context<P>, state: OwnState) => void): void;
}

// A schedule's handler is part of the function whose return type is the state, so its type cannot be inferred from there.
// biome-ignore lint/suspicious/noExplicitAny: `unknown` would force the casts that strategy files must not need.
type OwnState = any;

/** What the callbacks get. */
export interface Context<P extends ParamDefinitions = ParamDefinitions> extends Shared<P> {
  /** Start of the current bar, ms UTC. */
  readonly time: number;
  /** Exchange day of the current bar, such as `"2014-06-09"`. */
  readonly date: string;
  /** Symbols that are members of the universe on this exchange day, in the order of `ctx.symbols`: all of them without the setting `universe`. */
  readonly universe: readonly string[];
  /** Whether a symbol is a member of the universe on this exchange day. */
  isMember(symbol: string): boolean;
  /** The bar that has just closed, of the one symbol of the run. */
  readonly bar: Bar;
  /** Closed bars (with several symbols: timestamps) so far. */
  readonly bars: number;

  /** Buys (`quantity` > 0) or sells (< 0). Without a price a market order for the next bar's open. */
  order<const O extends OrderOptions>(quantity: Amount, options?: O & Coherent<O>): Order;
  order<const O extends OrderOptions>(symbol: string, quantity: Amount, options?: O & Coherent<O>): Order;
  /** Whole lots for this much money at the last close, negative to sell. Undefined when that is less than a lot. */
  orderValue<const O extends OrderOptions>(value: Amount, options?: O & Coherent<O>): Order | undefined;
  orderValue<const O extends OrderOptions>(symbol: string, value: Amount, options?: O & Coherent<O>): Order | undefined;
  /** Whole lots for this share of equity. */
  orderPercent<const O extends OrderOptions>(share: Weight, options?: O & Coherent<O>): Order | undefined;
  orderPercent<const O extends OrderOptions>(symbol: string, share: Weight, options?: O & Coherent<O>): Order | undefined;
  /** Brings position and open orders to this quantity. Undefined when nothing is needed. */
  orderTarget<const O extends OrderOptions>(quantity: Amount, options?: O & Coherent<O>): Order | undefined;
  orderTarget<const O extends OrderOptions>(symbol: string, quantity: Amount, options?: O & Coherent<O>): Order | undefined;
  /** Brings position and open orders to whole lots of this value at the last close. */
  orderTargetValue<const O extends OrderOptions>(value: Amount, options?: O & Coherent<O>): Order | undefined;
  orderTargetValue<const O extends OrderOptions>(symbol: string, value: Amount, options?: O & Coherent<O>): Order | undefined;
  /** Brings position and open orders to whole lots of this share of equity. */
  orderTargetPercent<const O extends OrderOptions>(share: Weight, options?: O & Coherent<O>): Order | undefined;
  orderTargetPercent<const O extends OrderOptions>(symbol: string, share: Weight, options?: O & Coherent<O>): Order | undefined;
  /**
   * Brings the account to these fractions of its equity at the last close, in the whole lots that come nearest and that the cash can pay
   * for with fees; sells come first. Returns the orders it took, by symbol. A symbol without a weight is closed, or with
   * `others: "keep"` left alone.
   */
  rebalance(weights: Readonly<Record<string, Weight>>, options?: RebalanceOptions): Readonly<Record<string, Order>>;
  /** Closes the position at the market; undefined when flat. Other orders stay. */
  close(symbol?: string): Order | undefined;
  /** An entry whose fills bring a take-profit limit and a stop-loss, each cancelling the other. Prices are absolute. */
  bracket(quantity: Amount, prices: BracketPrices): Bracket;
  bracket(symbol: string, quantity: Amount, prices: BracketPrices): Bracket;
  /** Links two open orders: what one fills is taken from the other. */
  oco(a: Order, b: Order): void;
  /** Links two open orders of one open quantity: what one fills is taken from the other, and the end of one ends the other. */
  ouo(a: Order, b: Order): void;
  /**
   * `children` wait for the fills of `parent` and have the part of their size that it has filled of its own. Handles must be open and
   * unfilled and go on hold; descriptions become orders when the parent fills. Returns them as handles, in their order.
   */
  oto(parent: Order, children: OrderChild | readonly OrderChild[]): readonly Order[];
  /** Cancels all open orders, or those of one symbol; returns how many. */
  cancelAll(symbol?: string): number;
  /** Open orders in submission order. */
  openOrders(symbol?: string): readonly Order[];
  position(symbol?: string): Position;
  readonly portfolio: Portfolio;
  /** Balance in one currency; the account's own without a name. `portfolio.cash` is all of them in the account's. */
  cash(currency?: string): Decimal;
  /**
   * Sells this much of `from` for `to` at the rate in force, at once. False when a cash account has not that much. Only with
   * `account: { conversion: "hold" }`.
   */
  convert(from: string, to: string, amount: Amount): boolean;
  /** Adds a point to a named series of the result. */
  record(name: string, value: RecordValue): void;
  record(values: Readonly<Record<string, RecordValue>>): void;
}

/** What `onOrder` gets: a change of an order's life that is not a fill. */
export interface OrderEvent {
  readonly order: Order;
  readonly status: OrderStatus;
  readonly reason: string | undefined;
}

/** What `onFill` gets. */
export interface Fill {
  /** `"7.1"`: the first fill of order 7. */
  readonly id: string;
  readonly order: Order;
  readonly orderId: number;
  readonly symbol: string;
  readonly side: "buy" | "sell";
  /** Without sign. */
  readonly quantity: Decimal;
  /** With slippage. */
  readonly price: Decimal;
  /** Price minus the price before slippage, per unit. */
  readonly slippage: Decimal;
  readonly fee: Decimal;
  /** Start of the bar it happened in, ms UTC. */
  readonly time: number;
}
