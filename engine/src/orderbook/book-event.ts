import type { Decimal } from "../decimal.ts";
import type { Grid } from "./grid.ts";

export type BookSide = "buy" | "sell";

/** Why an order, or what was left of it, is gone or was refused. */
export type BookReason = "canceled" | "ioc" | "fok" | "postOnly" | "noLiquidity" | "selfTrade" | "auction";

export interface BookTrade {
  readonly type: "trade";
  /** The order that stood in the book; in an auction the buyer's. */
  readonly maker: number;
  /** The order that came; in an auction the seller's. */
  readonly taker: number;
  /** The taker's side. */
  readonly side: BookSide;
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly auction: boolean;
}

/** What happened in the book, in the order in which it did. */
export type BookEvent =
  | BookTrade
  /** Stands at the end of its queue; without a price it is a market order that waits for an auction. */
  | {
      readonly type: "rested";
      readonly order: number;
      readonly side: BookSide;
      readonly price: Decimal | undefined;
      readonly open: Decimal;
      readonly shown: Decimal;
    }
  /** An iceberg shows its next part, at the end of its queue. */
  | { readonly type: "replenished"; readonly order: number; readonly shown: Decimal; readonly open: Decimal }
  /** Smaller, in the place it had. */
  | { readonly type: "reduced"; readonly order: number; readonly open: Decimal }
  /** Changed and out of its place: it trades or rests next. */
  | { readonly type: "requeued"; readonly order: number; readonly price: Decimal | undefined; readonly open: Decimal }
  /** Self-trade prevention has taken `quantity`. */
  | { readonly type: "decremented"; readonly order: number; readonly quantity: Decimal; readonly open: Decimal }
  | { readonly type: "canceled"; readonly order: number; readonly quantity: Decimal; readonly reason: BookReason }
  /** Neither traded nor rested; of an amend: the order stays as it was. */
  | { readonly type: "rejected"; readonly order: number; readonly quantity: Decimal; readonly reason: BookReason };

/** As `book::Reason` counts them. */
export const bookReasons = ["canceled", "ioc", "fok", "postOnly", "noLiquidity", "selfTrade", "auction"] as const;

/** Numbers of a row: kind, order, side or maker, price (NaN: none), quantity, open, reason or flags. */
export const eventWidth = 7;

/** The events in rows of the native book, from a row on. */
export function readEvents(rows: Float64Array, from: number, ticks: Grid, lots: Grid): BookEvent[] {
  const events: BookEvent[] = [];
  for (let at = from * eventWidth; at < rows.length; at += eventWidth)
    events.push(readEvent(rows.subarray(at, at + eventWidth), ticks, lots));
  return events;
}

function readEvent(row: Float64Array, ticks: Grid, lots: Grid): BookEvent {
  const [kind, order = 0, other = 0, at = Number.NaN, quantityLots = 0, openLots = 0, last = 0] = row;
  const price = Number.isNaN(at) ? undefined : ticks.amount(at);
  const [quantity, open] = [lots.amount(quantityLots), lots.amount(openLots)];
  const reason = bookReasons[last] ?? "canceled";
  switch (kind) {
    case 0:
      return {
        type: "trade",
        maker: other,
        taker: order,
        side: last % 2 === 0 ? "buy" : "sell",
        price: ticks.amount(at),
        quantity,
        auction: last >= 2,
      };
    case 1:
      return { type: "rested", order, side: other === 0 ? "buy" : "sell", price, open, shown: quantity };
    case 2:
      return { type: "replenished", order, shown: quantity, open };
    case 3:
      return { type: "reduced", order, open };
    case 4:
      return { type: "requeued", order, price, open };
    case 5:
      return { type: "decremented", order, quantity, open };
    case 6:
      return { type: "canceled", order, quantity, reason };
    default:
      return { type: "rejected", order, quantity, reason };
  }
}
