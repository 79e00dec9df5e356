import type { Reached } from "./act.ts";
import { refusal, reserve } from "./funds.ts";
import { end, resize, settleChildren } from "./links.ts";
import { recordTerms } from "./log.ts";
import { awaitsPrint, isBracketChild, isFinal, isMarket, isWorking, type Order, ratchet, remaining } from "./orders.ts";
import { add, divide, isZero, minimum, multiply, type Ratio, roundToMultiple, sign, subtract } from "./ratio.ts";
import { orderOf, type Setup, type State } from "./state.ts";
import { tell } from "./words.ts";

/** SPEC O8: children have what the entry has filled and act from its path point on. */
export function feedChildren(setup: Setup, state: State, entry: Order, quantity: Ratio, reached: Reached): void {
  const all = state.orders.filter((order) => order.parent === entry.id && !isFinal(order));
  const [children, triggered] = [all.filter((child) => !child.oto), all.filter((child) => child.oto)];
  // Each is cut by what the other has left of all it has: both sizes come first.
  for (const child of children) child.base = add(child.base, quantity);
  for (const child of children) {
    // A stop that filled all it had triggered for stands again.
    if (isZero(remaining(child))) child.triggered = false;
    child.quantity = child.status === "initialized" ? quantity : add(child.quantity, quantity);
    mayActAgain(setup, child);
    const begins = child.status === "initialized";
    if (begins) child.status = "accepted";
    recordTerms(state, child);
    if (begins) tell(state, child, "accepted");
    resizeByPartner(setup, state, child);
    reserve(setup, state, child);
  }
  const active = triggered.filter((child) => growChild(setup, state, entry, child, reached));
  for (const child of triggered) resizeByPartner(setup, state, child);
  if (!isWorking(entry)) settleChildren(state, entry);
  const acting = [...children, ...active].map(({ id }) => id).filter((id) => !state.born.includes(id));
  state.born.push(...acting.sort((a, b) => a - b));
}

/** What an order has got more of may act where it came from, unless it has its one fill of the bar (SPEC F11). */
function mayActAgain(setup: Setup, child: Order): void {
  if (setup.scenario.partial === undefined) child.acted = -1;
}

function resizeByPartner(setup: Setup, state: State, child: Order): void {
  const partner = orderOf(state, child.sibling);
  if (partner !== undefined) resize(setup, state, child, partner);
}

/** SPEC O16: a parent that has filled feeds a child at once, from the next bar on; one that has ended leaves it nothing else. */
export function beginAtLink(setup: Setup, state: State, parent: Order, child: Order): void {
  if (!isZero(parent.filled)) growChild(setup, state, parent, child, undefined);
  if (!isFinal(parent)) return;
  if (child.status === "initialized") end(state, child, "canceled", "parentClosed");
  else settleChildren(state, parent);
}

/** SPEC O16: a child has the part of its size that its parent has filled. Whether it may act where the parent filled. */
function growChild(setup: Setup, state: State, parent: Order, child: Order, reached: Reached | undefined): boolean {
  // Its partner may have taken it along just now.
  if (isFinal(child)) return false;
  // A bracket child's size is what its entry has filled.
  const whole = isBracketChild(parent) ? parent.base : parent.wanted;
  const part = minimum(child.wanted, divide(multiply(child.wanted, parent.done), whole));
  const size = roundToMultiple(part, setup.lot, "down");
  const more = subtract(size, child.base);
  if (sign(more) <= 0) return false;
  const begins = child.status === "initialized";
  // One on its way to the market itself waits for its own arrival.
  const isThere = begins ? child.from <= state.day : child.said < state.day;
  const here = reached !== undefined && child.symbol === parent.symbol && !awaitsPrint(child) && isThere;
  if (begins) {
    const sized = { ...child, quantity: size };
    // What waits for a print or another symbol's bar is as if said now; the rest is alive already.
    child.said = here ? state.day - 1 : Math.max(state.day, child.from - 1);
    const refused = refusal(setup, state, sized);
    if (refused !== undefined) {
      end(state, child, "canceled", refused);
      return false;
    }
    Object.assign(child, { status: "accepted", quantity: size, base: size, bornOn: state.day });
    if (here) ratchet(child, reached.price);
  } else {
    if (isZero(remaining(child))) {
      child.triggered = false;
      child.reference = undefined;
      // With nothing open it begins anew, another symbol's with its next bar.
      if (!here) child.resumes = state.day + 1;
    }
    child.quantity = add(child.quantity, more);
    child.base = add(child.base, more);
    // A market order acts at this very close again.
    if (isForThisClose(setup, child)) child.again = state.day;
  }
  mayActAgain(setup, child);
  recordTerms(state, child);
  // Its numbers are one word, that it has begun another.
  if (begins) tell(state, child, "accepted");
  reserve(setup, state, child);
  // No later step qualifies.
  const firstDay = here ? state.day : child.said + 1;
  if (begins && child.lastDay !== undefined && child.lastDay < firstDay) {
    end(state, child, "expired", "gtdEnd");
    return false;
  }
  return here;
}

/** A market order that fills at the close of the bar it is said in. */
const isForThisClose = (setup: Setup, order: Order): boolean =>
  setup.scenario.market === "thisClose" && awaitsPrint(order) && isMarket(order) && order.at === undefined;
