/** What a run came to, every amount as canonical text. */
export interface Outcome {
  /** The event log, line by line. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  readonly fills: readonly OutcomeFill[];
  readonly orders: readonly OutcomeOrder[];
  readonly equity: readonly { readonly equity: string; readonly cash: string }[];
  readonly trades: readonly OutcomeTrade[];
  readonly positions: readonly OutcomePosition[];
  /** One row: costs by kind. */
  readonly costs: readonly [Readonly<Record<string, string>>];
  /** What the strategy knew at each close, where word takes time. */
  readonly heard: readonly OutcomeHeard[];
}

export interface OutcomeHeard {
  readonly day: number;
  /** What it was told since the last close, by order. */
  readonly told: readonly string[];
  /** Its orders as it knows them: id, status, filled, quantity. */
  readonly orders: readonly string[];
}

export interface OutcomeFill {
  readonly id: string;
  readonly day: number;
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly quantity: string;
  readonly price: string;
  readonly slippage: string;
  readonly fee: string;
  readonly rule: string;
  readonly point: string;
}

export interface OutcomeOrder {
  readonly id: number;
  readonly status: string;
  readonly reason?: string;
  readonly quantity: string;
  readonly filled: string;
}

export interface OutcomeTrade {
  readonly symbol: string;
  readonly side: "long" | "short";
  readonly quantity: string;
  readonly entryDay: number;
  readonly entryPrice: string;
  readonly exitDay: number;
  readonly exitPrice: string;
  readonly grossPnl: string;
  readonly fees: string;
  readonly pnl: string;
}

export interface OutcomePosition {
  readonly symbol: string;
  readonly quantity: string;
  readonly lots: readonly { readonly quantity: string; readonly cost: string; readonly fees: string }[];
}
