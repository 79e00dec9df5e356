import type { DayCount } from "../settings/run-config.ts";

/** `[account, asset, amount]`: an amount moved into (or, negative, out of) an account. The postings of an event sum to zero per asset. */
export type Posting = readonly [account: LedgerAccount, asset: string, amount: string];

export const ledgerAccounts = [
  ...(["cash", "capital", "position", "market", "fees", "dividends", "receivable", "rounding", "withholding"] as const),
  ...(["borrow", "financing", "interest"] as const),
  ...(["conversion", "fx"] as const),
] as const;
export type LedgerAccount = (typeof ledgerAccounts)[number];

export const orderStatuses = [
  "initialized",
  "denied",
  "submitted",
  "accepted",
  "rejected",
  "triggered",
  "partiallyFilled",
  "filled",
  "pendingCancel",
  "canceled",
  "pendingReplace",
  "expired",
] as const;
export type OrderStatus = (typeof orderStatuses)[number];
export type OrderSide = "buy" | "sell";

export type OrderKind =
  | "market"
  | "limit"
  | "stop"
  | "stopLimit"
  | "trailingStop"
  | "marketToLimit"
  | "marketIfTouched"
  | "limitIfTouched"
  | "trailingStopLimit";

/** First line of the log: what the account starts with. */
export interface AccountEvent {
  readonly type: "account";
  readonly t: string;
  readonly cash: string;
  readonly currency: string;
  readonly lots: "fifo" | "lifo" | "hifo" | "average";
  readonly account: "cash" | "margin";
  /** Decimals of the ledger: every amount of the run fits, and what must be divided is rounded there. */
  readonly scale: number;
  readonly instruments: readonly LoggedInstrument[];
  readonly postings: readonly Posting[];
}

export interface LoggedInstrument {
  readonly symbol: string;
  readonly assetClass: string;
  readonly multiplier: string;
  readonly lot: string;
  readonly currency: string;
}

/** What an order asks for. Prices and quantities are decimal strings; `quantity` is unsigned and counts the filled part. */
export interface OrderTerms {
  readonly symbol: string;
  readonly side: OrderSide;
  readonly quantity: string;
  readonly kind: OrderKind;
  readonly tif: "GTC" | "DAY" | "IOC" | "FOK" | "GTD";
  /** GTD: the last exchange day, or the instant from which no bar may match. */
  readonly expires?: string;
  readonly limit?: string;
  readonly stop?: string;
  readonly trail?: string;
  readonly trailPercent?: string;
  /** Acts once the price is here or better. */
  readonly ifTouched?: string;
  /** The price that wakes a trailing stop. */
  readonly activation?: string;
  /** A trailing stop has woken. */
  readonly activated?: true;
  /** How far beyond its level a trailing stop becomes a limit. */
  readonly trailLimit?: string;
  readonly postOnly?: true;
  readonly reduceOnly?: true;
  /** An iceberg shows this much at a time. */
  readonly display?: string;
  /** Which lots it closes first: a rule, or ids of the fills that opened them. */
  readonly lots?: string | readonly string[];
  /** The order whose end ends this one. */
  readonly ouo?: number;
  readonly at?: "open" | "close";
  readonly tag?: string;
  /** The order whose fills this one protects (bracket). */
  readonly parent?: number;
  /** The order that is cancelled when this one fills, and the other way round. */
  readonly oco?: number;
  /** A target or value order: cut at the fill to what cash and fees allow. */
  readonly fit?: boolean;
}

/** A change in an order's life that is not a fill. The first one of an id carries all its terms, later ones those that changed. */
export interface OrderEvent extends Partial<OrderTerms> {
  readonly type: "order";
  readonly t: string;
  readonly id: number;
  readonly status: OrderStatus;
  readonly reason?: string;
  /** A message about the order was sent: how many milliseconds it takes. */
  readonly latency?: string;
  /** A message takes effect with this event, before the open of its bar. */
  readonly arrived?: true;
  /** Why a change was refused when it had arrived. */
  readonly refused?: string;
}

export interface FillEvent {
  readonly type: "fill";
  /** Start of the bar in which it happened. */
  readonly t: string;
  /** `<order>.<n>` */
  readonly id: string;
  readonly orderId: number;
  readonly symbol: string;
  readonly side: OrderSide;
  readonly quantity: string;
  /** Slippage included. */
  readonly price: string;
  /** Per unit: price minus reference. */
  readonly slippage: string;
  readonly fee: string;
  readonly feeCurrency: string;
  /** The account's money for one unit of the symbol's currency; absent where that is the account's. */
  readonly rate?: string;
  /** Of the order, after this fill. */
  readonly status: "partiallyFilled" | "filled";
  readonly why: FillReason;
  readonly postings: readonly Posting[];
}

/** Why a fill happened at that price and in that size: enough to check it against the bar without the engine. */
export interface FillReason {
  readonly rule: string;
  readonly point: string;
  readonly path?: string;
  /** Index of the bar in the symbol's own bars of the run, from 0. */
  readonly bar: number;
  /** Price before slippage. */
  readonly reference: string;
  readonly trigger?: string;
  /** The level lay beyond the open, which became the price. */
  readonly gap?: boolean;
  /** Quantity before it was cut to what cash and fees allow. */
  readonly cut?: { readonly from: string; readonly reason: string };
  /** Under a commission that depends on it: whether the order was waiting at its limit. */
  readonly liquiditySide?: "maker" | "taker";
  readonly liquidity?: { readonly barVolume: string; readonly budget: string; readonly usedBefore: string };
  /** Start of the finer bar it was made in. */
  readonly detail?: { readonly t: string };
  /** How likely the order was to act in this bar and the number drawn, when it was not certain. */
  readonly chance?: { readonly probability: string; readonly drawn: string };
  /** The slipped price was rounded, against the trader. */
  readonly rounded?: string | boolean;
  /** The commission in force, under tiers with tier and volume; in another currency what was charged there and the rate. */
  readonly fee: FeeReason;
}

export interface FeeReason {
  readonly model: string;
  readonly rate?: string;
  readonly maker?: string;
  readonly taker?: string;
  readonly minimum?: string;
  readonly maximum?: string;
  readonly cost?: string;
  readonly exchangeFee?: string;
  readonly unit?: string;
  readonly rounding?: string;
  /** Where the tier begins, and what was traded before in its window. */
  readonly tier?: string;
  readonly volume?: string;
  /** The fee in its own currency, and the account's money for one unit of it. */
  readonly converted?: { readonly amount: string; readonly currency: string; readonly rate: string };
}

export interface DividendEvent {
  readonly type: "dividend";
  readonly t: string;
  readonly symbol: string;
  /** Per share. */
  readonly amount: string;
  /** Entitled position, signed. */
  readonly quantity: string;
  readonly total: string;
  /** Kept back of it as tax. */
  readonly withheld?: string;
  readonly payDay?: string;
  readonly recordDay?: string;
  readonly postings: readonly Posting[];
}

export interface DividendPaidEvent {
  readonly type: "dividendPaid";
  readonly t: string;
  readonly symbol: string;
  readonly total: string;
  readonly postings: readonly Posting[];
}

export interface SplitEvent {
  readonly type: "split" | "stockDividend";
  readonly t: string;
  readonly symbol: string;
  /** New to old: `"7:1"`; of a stock dividend the new shares for those held: `"1:10"`. */
  readonly ratio: string;
  /** Position before and after, signed. */
  readonly before: string;
  readonly after: string;
  readonly inLieu?: { readonly quantity: string; readonly price: string; readonly amount: string };
  readonly postings: readonly Posting[];
}

export const reorganizationTypes = ["delisting", "merger", "rights", "spinoff", "symbolChange"] as const;

/** Shares that became money, shares of another symbol, or both; or that brought rights. */
export interface ReorganizationEvent {
  readonly type: (typeof reorganizationTypes)[number];
  readonly t: string;
  readonly symbol: string;
  /** Position in the symbol before and after, signed. */
  readonly before: string;
  readonly after: string;
  readonly newSymbol?: string;
  /** New shares to old; of rights that are paid out, rights to shares. */
  readonly ratio?: string;
  /** What came of the new symbol in whole lots, signed. */
  readonly received?: string;
  /** The new symbol's last close before it, when it had one. */
  readonly newClose?: string;
  /** The part of the cost that went with the new shares while the old ones stayed. */
  readonly basisRatio?: string;
  /** Per old share, of rights per right. */
  readonly cash?: string;
  readonly total?: string;
  /** The fraction of new shares that was paid in cash. */
  readonly inLieu?: { readonly quantity: string; readonly price: string; readonly amount: string };
  readonly postings: readonly Posting[];
}

/** What some days of holding cost (below zero: brought), before the open of an exchange day's first point. */
export interface AccrualEvent {
  readonly type: "accrual";
  readonly t: string;
  readonly kind: "borrow" | "financing" | "interest";
  /** None for interest. */
  readonly symbol?: string;
  /** Calendar days since the previous exchange day, or nights. */
  readonly days: number;
  /** `nights` of swap points: `base` is units, `rate` money a unit and night. */
  readonly dayCount: DayCount | "nights";
  /** Annual fraction. */
  readonly rate: string;
  /** What the account pays for; below zero where it lends. */
  readonly base: string;
  readonly amount: string;
  readonly postings: readonly Posting[];
}

/** Before the open of a point the account is worth less than its positions must be covered with at the last closes. */
export interface MarginCallEvent {
  readonly type: "marginCall";
  readonly t: string;
  readonly equity: string;
  readonly required: string;
}

/** Money of one currency for money of another; the account's is on one side. */
export interface ConversionEvent {
  readonly type: "conversion";
  readonly t: string;
  readonly from: string;
  readonly to: string;
  readonly sold: string;
  readonly bought: string;
  /** The account's money for one unit of the other currency. */
  readonly rate: string;
  /** Where the rate comes from: `"rates"` (the settings), `"file"`, or a symbol of the run. */
  readonly source: string;
  /** In the account's currency, beyond the rate. */
  readonly cost?: string;
  readonly postings: readonly Posting[];
}

/** Rates of a currency at every point of the run's clock from `from` to `to`, from the point before its first use on. */
export interface RatesEvent {
  readonly type: "rates";
  readonly t: string;
  readonly currency: string;
  readonly from: string;
  readonly to: string;
  readonly rates: readonly string[];
}

/** Closes of a symbol at every point of the run's clock from `from` to `to`, at whose close a position was held. */
export interface MarksEvent {
  readonly type: "marks";
  readonly t: string;
  readonly symbol: string;
  readonly from: string;
  readonly to: string;
  readonly closes: readonly string[];
}

/** Last line of the log. */
export interface EndEvent {
  readonly type: "end";
  readonly t: string;
  readonly equity: string;
  readonly cash: string;
}

/** One line of the event log, the truth everything else in a result is derived from. */
export type LogEvent =
  | AccountEvent
  | OrderEvent
  | FillEvent
  | DividendEvent
  | DividendPaidEvent
  | SplitEvent
  | ReorganizationEvent
  | AccrualEvent
  | ConversionEvent
  | MarginCallEvent
  | RatesEvent
  | MarksEvent
  | EndEvent;
