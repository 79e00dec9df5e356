import { book, position } from "./account.ts";
import type { Reached } from "./act.ts";
import { feedChildren } from "./children.ts";
import { type Fee, feeOf } from "./costs.ts";
import { reserve, withinMargin } from "./funds.ts";
import { sellable } from "./lending.ts";
import { closeWithPartner, expireChildren, mayGrow, resize, takeFromPartner } from "./links.ts";
import { replaceShown } from "./liquidity.ts";
import { flushMarks, move, postings, record, recordTerms } from "./log.ts";
import { type Order, remaining } from "./orders.ts";
import {
  add,
  compare,
  divide,
  format,
  isZero,
  less,
  maximum,
  multiply,
  negate,
  parse,
  type Ratio,
  roundToMultiple,
  subtract,
  zero,
} from "./ratio.ts";
import { slipped } from "./slippage.ts";
import { multiplierOf, orderOf, type Setup, type State } from "./state.ts";
import { whyOf } from "./why.ts";
import { tell } from "./words.ts";

interface Priced {
  readonly price: Ratio;
  readonly notional: Ratio;
  readonly fee: Ratio;
  /** The fee before a venue's rounding. */
  readonly exactFee: Ratio;
  readonly whole: Fee;
  /** Whether slippage had to be rounded. */
  readonly rounded: boolean;
}

const neverSlip = ["limit", "stopLimit", "limitIfTouched", "trailingStopLimit", "limitOnOpen", "limitOnClose", "closeAtEnd"];

/** Price after slippage and fee of filling so much. */
function priced(setup: Setup, state: State, order: Order, quantity: Ratio, reached: Reached): Priced {
  const slips = !neverSlip.includes(reached.rule);
  const { symbol, buying } = order;
  const unslipped = { price: reached.price, rounded: false };
  const { price, rounded } = slips ? slipped(setup, state, { symbol, buying, quantity, price: reached.price }) : unslipped;
  const notional = multiply(multiply(price, quantity), multiplierOf(setup, order.symbol));
  const whole = feeOf(setup, state, order, { quantity, notional, maker: reached.maker ?? false });
  return {
    price,
    notional,
    fee: whole.charged,
    exactFee: whole.owed,
    whole,
    rounded: rounded || reached.rounded === true,
  };
}

/** What the account allows of a fill, and why it is not all. */
export interface Allowance {
  readonly quantity: Ratio;
  readonly refused?: string;
}

/** How much of a piece the account allows at the fill (SPEC O4, O5, O11, M12). */
export function affordable(setup: Setup, state: State, order: Order, piece: Ratio, reached: Reached): Allowance {
  const isMargin = setup.scenario.account === "margin";
  const held = position(state.account, order.symbol);
  if (!isMargin && !order.buying) {
    if (!less(held, piece)) return { quantity: piece };
    return { quantity: order.fit ? maximum(held, zero) : zero, refused: "shortNotAllowed" };
  }
  const most = order.buying ? undefined : sellable(setup, state, order.symbol);
  const refusal = (quantity: Ratio): string | undefined => {
    if (most !== undefined && less(most, quantity)) return "noLocate";
    const { price, notional, fee } = priced(setup, state, order, quantity, reached);
    if (!isMargin) return compare(add(notional, fee), state.account.cash) <= 0 ? undefined : "insufficientCash";
    return withinMargin(setup, state, order, { quantity, reference: reached.price, price, fee }) ? undefined : "insufficientMargin";
  };
  const refused = refusal(piece);
  if (refused === undefined) return { quantity: piece };
  let [low, high] = [zero, order.fit ? piece : zero];
  // Cost never falls as the quantity grows.
  while (less(low, high)) {
    const middle = roundToMultiple(divide(add(add(low, high), setup.lot), parse("2")), setup.lot, "down");
    if (refusal(middle) === undefined) low = middle;
    else high = subtract(middle, setup.lot);
  }
  return { quantity: low, refused };
}

/** What a fill does: to the account, to the order, and to what hangs on it. */
export function fill(setup: Setup, state: State, order: Order, quantity: Ratio, reached: Reached, piece: Ratio): void {
  const { price, notional, fee, exactFee, whole, rounded } = priced(setup, state, order, quantity, reached);
  const before = position(state.account, order.symbol);
  const open = remaining(order);
  const usedBefore = state.used[order.symbol] ?? zero;
  flushMarks(state, order.symbol);
  const paid = book(state.account, setup.rules, {
    id: `${order.id}.${order.fills + 1}`,
    lots: order.lots,
    symbol: order.symbol,
    day: state.day,
    quantity: order.buying ? quantity : negate(quantity),
    price,
    multiplier: multiplierOf(setup, order.symbol),
    fee,
  });
  state.used[order.symbol] = add(state.used[order.symbol] ?? zero, quantity);
  order.filled = add(order.filled, quantity);
  order.done = add(order.done, quantity);
  countCosts(setup, state, order, { quantity, slipped: subtract(price, reached.price), owed: exactFee, charged: fee });
  order.fee = whole.account;
  order.firstFill ??= state.day;
  const why = whyOf(setup, state, order, { reached, usedBefore, rounded, fee: whole, ...(less(quantity, piece) && { cutFrom: open }) });
  state.traded.push({ day: state.day, value: notional, quantity });
  order.fills += 1;
  const cut = less(quantity, piece);
  const grows = mayGrow(state, order);
  // What was cut is gone; only an open parent can bring more.
  if (cut && grows) order.quantity = order.filled;
  order.status = (cut || isZero(remaining(order))) && !grows ? "filled" : "partiallyFilled";
  state.fills.push({
    id: `${order.id}.${order.fills}`,
    day: state.day,
    symbol: order.symbol,
    side: order.buying ? "buy" : "sell",
    quantity: format(quantity),
    price: format(price),
    slippage: format(subtract(price, reached.price)),
    fee: format(fee),
    rule: reached.rule,
    point: reached.point,
  });
  record(state, {
    type: "fill",
    id: `${order.id}.${order.fills}`,
    orderId: order.id,
    symbol: order.symbol,
    side: order.buying ? "buy" : "sell",
    quantity: format(quantity),
    price: format(price),
    slippage: format(subtract(price, reached.price)),
    fee: format(fee),
    feeCurrency: "USD",
    status: order.status,
    why,
    postings: postings([
      ["cash", "USD", subtract(paid, fee)],
      ["fees", "USD", exactFee],
      ["rounding", "USD", subtract(fee, exactFee)],
      ["market", "USD", negate(paid)],
      ...move("position", "market", order.symbol, order.buying ? quantity : negate(quantity)),
    ]),
  });
  tell(state, order, `${order.id}.${order.fills}`);
  if (order.kind === "marketToLimit" && order.limit === undefined && order.status === "partiallyFilled") {
    order.limit = reached.price;
    recordTerms(state, order);
  }
  replaceShown(setup, state, order, quantity);
  reserve(setup, state, order);
  resize(setup, state, orderOf(state, order.sibling), order);
  if (order.status === "filled") closeWithPartner(state, order);
  else takeFromPartner(setup, state, order, quantity);
  expireChildren(state, order, before);
  feedChildren(setup, state, order, quantity, reached);
}

/** SPEC M15. */
function countCosts(
  setup: Setup,
  { costs }: State,
  order: Order,
  { quantity, slipped, owed, charged }: { quantity: Ratio; slipped: Ratio; owed: Ratio; charged: Ratio },
): void {
  const signed = order.buying ? quantity : negate(quantity);
  costs.commission = add(costs.commission, owed);
  costs.rounding = add(costs.rounding, subtract(charged, owed));
  costs.slippage = add(costs.slippage, multiply(multiply(slipped, signed), multiplierOf(setup, order.symbol)));
}
