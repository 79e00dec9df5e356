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
