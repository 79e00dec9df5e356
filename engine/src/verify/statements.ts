import type { FillRow, LotRow, PositionRow, TradeRow } from "../result/document.ts";
import { fraction } from "./fraction.ts";
import type { OpenLot } from "./lot-book.ts";
import type { Replay, SymbolState, Trade } from "./replay.ts";

/** The fills as the document lists them. */
export function fillRows({ fills }: Replay): FillRow[] {
  return fills.map(({ event: { type: _type, status: _status, postings: _postings, ...row } }) => row);
}

/** The closed lot pieces as the document lists them. */
export function tradeRows({ trades, scale, symbols, currency: own, currencies }: Replay): TradeRow[] {
  const inAccountMoney = ({ symbol, gross, fees, step }: Trade) => {
    const currency = symbols.get(symbol)?.currency ?? own;
    if (currency === own) return {};
    return { currency, pnlBase: scale.write(currencies.worth(gross - fees, currencies.before(currency, step))) };
  };
  return trades.map((trade: Trade) => {
    const { symbol, side, quantity, entryTime, exitTime, cost, value, gross, fees, entryOrder, exitOrder, why } = trade;
    const multiplier = symbols.get(symbol)?.multiplier ?? scale.unit;
    return {
      symbol,
      side,
      quantity: scale.writeQuantity(quantity),
      entryTime,
      entryPrice: scale.writePrice(cost, quantity, multiplier),
      exitTime,
      exitPrice: scale.writePrice(value, quantity, multiplier),
      grossPnl: scale.write(gross),
      pnl: scale.write(gross - fees),
      fees: scale.write(fees),
      ...inAccountMoney(trade),
      entryOrder,
      ...(exitOrder === undefined ? {} : { exitOrder }),
      ...(why === undefined ? {} : { why }),
    };
  });
}

/** What is still open, valued at the last logged close. */
export function positionRows(replay: Replay): PositionRow[] {
  return [...replay.symbols.values()].filter(({ book }) => book.quantity !== 0n).map((symbol) => positionRow(replay, symbol));
}

function positionRow(replay: Replay, symbol: SymbolState): PositionRow {
  const { scale } = replay;
  const { book, multiplier, marks, settled } = symbol;
  const lastPrice = marks.at(-1)?.closes.at(-1) ?? "0";
  const exposure = replay.value(symbol, book.quantity, lastPrice);
  const size = fraction(book.quantity < 0n ? -book.quantity : book.quantity);
  const cost = book.cost < 0n ? -book.cost : book.cost;
  const lotRow = (lot: OpenLot): LotRow => ({
    t: lot.t,
    quantity: scale.writeQuantity(lot.quantity),
    price: scale.writePrice(lot.cost, lot.quantity, multiplier),
    cost: scale.write(lot.cost),
    fees: scale.write(lot.fees),
    order: lot.order,
    id: lot.id,
  });
  return {
    symbol: symbol.symbol,
    quantity: scale.write(book.quantity),
    ...(symbol.currency === replay.currency ? {} : { currency: symbol.currency }),
    averagePrice: scale.writePrice(cost, size, multiplier),
    lastPrice,
    marketValue: scale.write(settled ? exposure - book.cost : exposure),
    unrealized: scale.write(exposure - book.cost),
    realized: scale.write(book.realized),
    lots: book.lots.map(lotRow),
  };
}
