import { available, reserve, setAsideBy } from "./funds.ts";
import { breach, stakesMore } from "./limits.ts";
import { resize } from "./links.ts";
import { recordStatus, recordTerms } from "./log.ts";
import { ask, type Change, isCancelling, sendInVain, trip } from "./messages.ts";
import { isActive, isBracketChild, isFinal, type Order, remaining, type Status } from "./orders.ts";
import { add, compare, isZero, less, parse, type Ratio, subtract } from "./ratio.ts";
import type { Command } from "./scenario.ts";
import { orderOf, ownOrder, type Setup, type State } from "./state.ts";
import { type Known, knownOf } from "./words.ts";

/** A change is made at once, or leaves for the market. */
export function modify(setup: Setup, state: State, command: Extract<Command, { do: "modify" }>): void {
  const order = ownOrder(state, command.order);
  if (order === undefined) return;
  const known = knownOf(state, order);
  const change = changeOf(order, known, command);
  if (isFinal(known) || Object.keys(change).length === 0) return;
  if (isFinal(order)) {
    sendInVain(state, "modify");
    return;
  }
  if (isCancelling(state, order)) return;
  const changed = changedBy(order, change);
  // A change the account cannot carry is refused and leaves the order as it was.
  if (changed !== undefined && notCarried(setup, state, order, changed) !== undefined) return;
  const sent = trip(setup, state, order, "modify");
  if (sent !== undefined) ask(state, order, sent, { do: "modify", change, overtaken: false });
  else if (changed !== undefined) apply(setup, state, order, changed, change);
  else refuse(state, order, "tooLate", order.status);
}

/** Only what the order has, and no quantity to less than is known to have filled. */
function changeOf(order: Order, { filled }: Known, { limit, stop, ifTouched, quantity }: Change): Change {
  const prices = Object.entries({ limit, stop, ifTouched }).filter(
    ([key, price]) => price !== undefined && order.prices.some((name) => name === key),
  );
  const resizes = quantity !== undefined && compare(parse(quantity), filled) > 0;
  return { ...Object.fromEntries(prices), ...(resizes && { quantity }) };
}

/** The order with its changes; nothing when it has filled past them. */
export function changedBy(order: Order, { limit, stop, ifTouched, quantity }: Change): Order | undefined {
  const changed = { ...order };
  for (const [key, price] of Object.entries({ limit, stop, ifTouched }))
    if (price !== undefined) Object.assign(changed, { [key]: parse(price) });
  if (quantity === undefined) return changed;
  if (compare(parse(quantity), order.filled) <= 0) return undefined;
  giveSize(changed, subtract(parse(quantity), order.quantity));
  return changed;
}

/** Why limits or the account do not carry a change (SPEC O5, O25); what waits for another order is judged when it begins. */
export function notCarried(setup: Setup, state: State, order: Order, changed: Order): string | undefined {
  if (!isActive(order)) return undefined;
  const limit = stakesMore(setup, state, order, changed) ? breach(setup, state, changed, false) : undefined;
  if (limit !== undefined) return limit;
  const { reserve: needed } = setAsideBy(setup, state, changed);
  if (!less(order.reserve, needed) || !less(available(setup, state, order), needed)) return undefined;
  return setup.scenario.account === "margin" ? "insufficientMargin" : "insufficientCash";
}

export function apply(setup: Setup, state: State, order: Order, changed: Order, { quantity }: Change): void {
  Object.assign(order, changed);
  reserve(setup, state, order);
  recordTerms(state, order);
  const partner = orderOf(state, order.sibling);
  if (partner !== undefined && !isBracketChild(order)) {
    resize(setup, state, partner, order);
    resize(setup, state, order, partner);
  }
  if (quantity !== undefined) matchPartner(setup, state, order);
}

/** A change that comes too late, or that the account cannot carry: the order stays as it was. */
export function refuse(state: State, order: Order, refused: string, status: Status): void {
  order.status = status;
  recordStatus(state, order, { refused });
}

/** A larger or smaller order; what waits for a parent has its size still to come. */
function giveSize(order: Order, by: Ratio): void {
  order.quantity = add(order.quantity, by);
  if (order.oto) order.wanted = add(order.wanted, by);
  if (order.status !== "initialized") order.base = add(order.base, by);
  if (!order.oto) order.wanted = order.base;
}

/** SPEC O17: a modified quantity is the other's open quantity too. */
function matchPartner(setup: Setup, state: State, order: Order): void {
  const partner = orderOf(state, order.ouo);
  if (partner === undefined || isFinal(partner)) return;
  const by = subtract(remaining(order), remaining(partner));
  if (isZero(by)) return;
  giveSize(partner, by);
  recordTerms(state, partner);
  reserve(setup, state, partner);
}
