import { book, position } from "./account.ts";
import type { Reached } from "./act.ts";
import { feedChildren } from "./children.ts";
import { feeOf } from "./costs.ts";
import { reserve, withinMargin } from "./funds.ts";
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
  multiply,
  negate,
  parse,
  type Ratio,
  roundToMultiple,
  sign,
  subtract,
  zero,
} from "./ratio.ts";
import { slipped } from "./slippage.ts";
import { multiplierOf, orderOf, type Setup, type State } from "./state.ts";
import { whyOf } from "./why.ts";

interface Priced {
  readonly price: Ratio;
  readonly notional: Ratio;
  readonly fee: Ratio;
  /** The fee before a venue's rounding. */
  readonly exactFee: Ratio;
  readonly rawFee: Ratio;
  readonly boundedFee: Ratio;
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
  const { owed, charged, raw, bounded } = feeOf(setup, state, order, { quantity, notional, maker: reached.maker ?? false });
  return {
    price,
    notional,
    fee: charged,
    exactFee: owed,
    rawFee: raw,
    boundedFee: bounded,
    rounded: rounded || reached.rounded === true,
  };
}

type Refusal = "shortNotAllowed" | "insufficientMargin" | "insufficientCash";

/** How much of a piece the account allows at the fill (SPEC O4, O5, O11). */
export function affordable(setup: Setup, state: State, order: Order, piece: Ratio, reached: Reached): Ratio | Refusal {
  const isMargin = setup.scenario.account === "margin";
  const held = position(state.account, order.symbol);
  if (!isMargin && !order.buying) {
    if (!less(held, piece)) return piece;
    return order.fit && sign(held) > 0 ? held : "shortNotAllowed";
  }
  const pays = (quantity: Ratio) => {
    const { price, notional, fee } = priced(setup, state, order, quantity, reached);
    if (isMargin) return withinMargin(setup, state, order, { quantity, reference: reached.price, price, fee });
    return compare(add(notional, fee), state.account.cash) <= 0;
  };
  if (pays(piece)) return piece;
  let [low, high] = [zero, order.fit ? piece : zero];
  // Cost never falls as the quantity grows.
  while (less(low, high)) {
    const middle = roundToMultiple(divide(add(add(low, high), setup.lot), parse("2")), setup.lot, "down");
    if (pays(middle)) low = middle;
    else high = subtract(middle, setup.lot);
  }
  if (!isZero(low)) return low;
  return isMargin ? "insufficientMargin" : "insufficientCash";
}

/** What a fill does: to the account, to the order, and to what hangs on it. */
export function fill(setup: Setup, state: State, order: Order, quantity: Ratio, reached: Reached, piece: Ratio): void {
  const { price, notional, fee, exactFee, rawFee, boundedFee, rounded } = priced(setup, state, order, quantity, reached);
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
  order.paid = add(order.paid, fee);
  countCosts(setup, state, order, { quantity, slipped: subtract(price, reached.price), owed: exactFee, charged: fee });
  order.owed = rawFee;
  order.bounded = boundedFee;
  order.firstFill ??= state.day;
  const why = whyOf(setup, state, order, { reached, usedBefore, rounded, ...(less(quantity, piece) && { cutFrom: open }) });
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
