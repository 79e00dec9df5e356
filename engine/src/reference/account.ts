import type { LotChoice } from "./orders.ts";
import type { OutcomePosition, OutcomeTrade } from "./outcome.ts";
import {
  absolute,
  add,
  compare,
  divide,
  format,
  formatQuotient,
  isZero,
  minimum,
  multiply,
  negate,
  type Ratio,
  roundToDecimals,
  sign,
  subtract,
  sum,
  zero,
} from "./ratio.ts";

/** An open lot. Quantity and cost are signed like the position; fees are what opening it cost. */
export interface Lot {
  /** The fill that opened it. */
  readonly id: string;
  quantity: Ratio;
  cost: Ratio;
  fees: Ratio;
  day: number;
}

export interface Trade {
  symbol: string;
  long: boolean;
  quantity: Ratio;
  entryDay: number;
  cost: Ratio;
  exitDay: number;
  proceeds: Ratio;
  fees: Ratio;
}

export interface AccountRules {
  readonly lots: "fifo" | "lifo" | "hifo" | "average";
  /** Futures move no notional (SPEC M3). */
  readonly settled: boolean;
  /** Decimals of the ledger, to which shares of costs and fees are rounded. */
  readonly scale: number;
}

/** Cash, receivables, lots and closed trades of one run (SPEC M2–M6). */
export interface Account {
  cash: Ratio;
  receivables: { symbol: string; day: number; amount: Ratio }[];
  lots: Record<string, Lot[]>;
  trades: Trade[];
}

export function openAccount(cash: Ratio): Account {
  return { cash, receivables: [], lots: {}, trades: [] };
}

export function position(account: Account, symbol: string): Ratio {
  return sum((account.lots[symbol] ?? []).map((lot) => lot.quantity));
}

export interface FillFacts {
  /** `3.1`: the lot it opens. */
  readonly id: string;
  /** Which lots it closes when not as the account does (SPEC O23). */
  readonly lots?: LotChoice | undefined;
  readonly symbol: string;
  readonly day: number;
  /** Signed. */
  readonly quantity: Ratio;
  readonly price: Ratio;
  readonly multiplier: Ratio;
  readonly fee: Ratio;
}

/** Closes lots against the position, opens one with what is left, and pays; tells what cash changed by before the fee. */
export function book(account: Account, rules: AccountRules, fill: FillFacts): Ratio {
  const lots = account.lots[fill.symbol] ?? [];
  const unit = multiply(fill.price, fill.multiplier);
  const cashBefore = account.cash;
  if (!rules.settled) account.cash = subtract(account.cash, multiply(fill.quantity, unit));

  const closable = sign(position(account, fill.symbol)) * sign(fill.quantity) < 0 ? absolute(position(account, fill.symbol)) : zero;
  let closing = minimum(closable, absolute(fill.quantity));
  const pieces: { quantity: Ratio; lot?: Lot }[] = [];
  for (const lot of closingOrder(lots, fill.lots ?? rules.lots, rules.lots)) {
    if (isZero(closing)) break;
    const quantity = minimum(absolute(lot.quantity), closing);
    pieces.push({ quantity, lot });
    closing = subtract(closing, quantity);
  }
  const opening = subtract(absolute(fill.quantity), sum(pieces.map((piece) => piece.quantity)));
  if (!isZero(opening)) pieces.push({ quantity: opening });

  let [feesLeft, quantityLeft] = [fill.fee, absolute(fill.quantity)];
  for (const piece of pieces) {
    const fee = share(feesLeft, piece.quantity, quantityLeft, rules.scale);
    feesLeft = subtract(feesLeft, fee);
    quantityLeft = subtract(quantityLeft, piece.quantity);
    if (piece.lot === undefined) openLot(lots, rules, fill, piece.quantity, fee);
    else closePiece(account, rules, fill, piece.lot, piece.quantity, fee);
  }
  account.lots[fill.symbol] = lots.filter((lot) => !isZero(lot.quantity));
  const paid = subtract(account.cash, cashBefore);
  account.cash = subtract(account.cash, fill.fee);
  return paid;
}

/** What a part of `of` takes of an amount, half-even at the ledger scale; the last part takes what is left. */
function share(left: Ratio, part: Ratio, of: Ratio, scale: number): Ratio {
  return compare(part, of) === 0 ? left : roundToDecimals(divide(multiply(left, part), of), scale, "half-even");
}

/** Lots in the order in which they close: named ones first, then as the account does. */
function closingOrder(lots: readonly Lot[], choice: LotChoice | "average", account: AccountRules["lots"]): readonly Lot[] {
  if (typeof choice !== "string") {
    const named = choice.flatMap((id) => lots.filter((lot) => lot.id === id));
    return [...named, ...closingOrder(lots, account, account).filter((lot) => !named.includes(lot))];
  }
  if (choice === "lifo") return [...lots].reverse();
  if (choice === "hifo") return [...lots].sort((a, b) => compare(divide(b.cost, b.quantity), divide(a.cost, a.quantity)));
  return lots;
}

function openLot(lots: Lot[], rules: AccountRules, fill: FillFacts, quantity: Ratio, fee: Ratio): void {
  const signed = sign(fill.quantity) < 0 ? negate(quantity) : quantity;
  const cost = multiply(signed, multiply(fill.price, fill.multiplier));
  const pool = rules.lots === "average" ? lots.find((lot) => !isZero(lot.quantity)) : undefined;
  if (pool === undefined) {
    lots.push({ id: fill.id, quantity: signed, cost, fees: fee, day: fill.day });
    return;
  }
  pool.quantity = add(pool.quantity, signed);
  pool.cost = add(pool.cost, cost);
  pool.fees = add(pool.fees, fee);
}

function closePiece(account: Account, rules: AccountRules, fill: FillFacts, lot: Lot, quantity: Ratio, exitFee: Ratio): void {
  const held = absolute(lot.quantity);
  const cost = share(lot.cost, quantity, held, rules.scale);
  const entryFee = share(lot.fees, quantity, held, rules.scale);
  const long = sign(lot.quantity) > 0;
  const proceeds = multiply(long ? quantity : negate(quantity), multiply(fill.price, fill.multiplier));
  lot.quantity = long ? subtract(lot.quantity, quantity) : add(lot.quantity, quantity);
  lot.cost = subtract(lot.cost, cost);
  lot.fees = subtract(lot.fees, entryFee);
  if (rules.settled) account.cash = add(account.cash, subtract(proceeds, cost));
  account.trades.push({
    symbol: fill.symbol,
    long,
    quantity,
    entryDay: lot.day,
    cost,
    exitDay: fill.day,
    proceeds,
    fees: add(entryFee, exitFee),
  });
}

/** Cash, receivables and positions at the given closes. */
export function equity(account: Account, rules: AccountRules, value: (symbol: string) => Ratio): Ratio {
  const marked = Object.entries(account.lots).flatMap(([symbol, lots]) =>
    lots.map((lot) => subtract(multiply(lot.quantity, value(symbol)), rules.settled ? lot.cost : zero)),
  );
  return sum([account.cash, ...account.receivables.map((due) => due.amount), ...marked]);
}

/** Pays or owes a dividend on what is held and tells how much. */
export function payDividend(account: Account, symbol: string, amount: Ratio, payDay: number | undefined): Ratio {
  const total = multiply(position(account, symbol), amount);
  if (payDay === undefined) account.cash = add(account.cash, total);
  else if (!isZero(total)) account.receivables.push({ symbol, day: payDay, amount: total });
  return total;
}

/** What is due by now becomes cash. */
export function collectReceivables(account: Account, day: number): Account["receivables"] {
  const due = account.receivables.filter((receivable) => receivable.day <= day);
  account.cash = sum([account.cash, ...due.map((receivable) => receivable.amount)]);
  account.receivables = account.receivables.filter((receivable) => receivable.day > day);
  return due;
}

/** Multiplies the lots; the oracle only meets splits that leave whole lots. */
export function splitLots(account: Account, symbol: string, factor: Ratio): void {
  for (const lot of account.lots[symbol] ?? []) lot.quantity = multiply(lot.quantity, factor);
}

export function tradeRow(trade: Trade, multiplier: Ratio): OutcomeTrade {
  const gross = subtract(trade.proceeds, trade.cost);
  const perUnit = (amount: Ratio) => formatQuotient(divide(divide(absolute(amount), trade.quantity), multiplier));
  return {
    symbol: trade.symbol,
    side: trade.long ? "long" : "short",
    quantity: format(trade.quantity),
    entryDay: trade.entryDay,
    entryPrice: perUnit(trade.cost),
    exitDay: trade.exitDay,
    exitPrice: perUnit(trade.proceeds),
    grossPnl: format(gross),
    fees: format(trade.fees),
    pnl: format(subtract(gross, trade.fees)),
  };
}

export function positionRow(account: Account, symbol: string): OutcomePosition {
  const lots = account.lots[symbol] ?? [];
  return {
    symbol,
    quantity: format(position(account, symbol)),
    lots: lots.map((lot) => ({ quantity: format(absolute(lot.quantity)), cost: format(absolute(lot.cost)), fees: format(lot.fees) })),
  };
}
