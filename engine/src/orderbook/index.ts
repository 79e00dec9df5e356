export { type BatchColumns, type BatchResult, batchActions } from "./batch.ts";
export type { BookEvent, BookReason, BookSide, BookTrade } from "./book-event.ts";
export {
  type BookLevel,
  type BookLimitOrder,
  type BookMarketOrder,
  OrderBook,
  type OrderBookOptions,
  type RestingOrder,
  type SelfTradeMode,
  type Submitted,
  type Uncrossing,
} from "./order-book.ts";
export {
  type BookReplay,
  type FlawKind,
  type OwnOrder,
  type QueueModel,
  type ReplayedBook,
  type ReplayedOrder,
  type ReplayFill,
  type ReplayFlaw,
  type ReplayLevel,
  type ReplayOptions,
  type ReplayTime,
  replayBook,
} from "./replay-book.ts";
