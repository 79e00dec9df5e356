import { position } from "./account.ts";
import { reserve } from "./funds.ts";
import { recordStatus, recordTerms } from "./log.ts";
import { isActive, isFinal, isWorking, type Order, remaining } from "./orders.ts";
import { add, compare, divide, isZero, maximum, multiply, type Ratio, roundToMultiple, sign, subtract, zero } from "./ratio.ts";
import { orderOf, type Setup, type State } from "./state.ts";

/** Ends an order; an entry that ends without a fill takes its children with it. */
export function end(state: State, order: Order, status: "rejected" | "canceled" | "expired", reason: string): void {
  // A partner may have taken it along; a refusal is told with its first line.
  if (isFinal(order) && status !== "rejected") return;
  const again = order.status === status;
  Object.assign(order, { status, reason, flying: false });
  if (!again) recordStatus(state, order);
  order.reserve = zero;
  order.counted = zero;
  closeWithPartner(state, order);
  if (!isZero(order.filled)) {
    settleChildren(state, order);
    return;
  }
  for (const child of state.orders) {
    if (child.parent === order.id && child.status === "initialized") end(state, child, "canceled", "parentClosed");
  }
}

/** SPEC O8: while its entry is open, a child that has filled all it had waits for more. */
export function mayGrow(state: State, child: Order): boolean {
  const entry = orderOf(state, child.parent);
  return entry !== undefined && isWorking(entry);
}

/** What waited for more of an entry that has ended is done. */
export function settleChildren(state: State, entry: Order): void {
  for (const child of state.orders) {
    if (child.parent !== entry.id) continue;
    if (child.oto && child.status === "initialized") end(state, child, "canceled", "parentClosed");
    if (!isWorking(child) || !isZero(remaining(child))) continue;
    if (isZero(child.filled)) end(state, child, "canceled", "ocoFilled");
    else {
      child.status = "filled";
      recordStatus(state, child);
      closeWithPartner(state, child);
    }
  }
}

/** SPEC E13: an order has the share of its size that its partner has not filled, toward zero to the lot. */
export function resize(setup: Setup, state: State, order: Order | undefined, partner: Order): void {
  if (order === undefined || !isActive(order) || isZero(partner.base)) return;
  const left = maximum(zero, subtract(partner.base, partner.done));
  const share = roundToMultiple(divide(multiply(order.base, left), partner.base), setup.lot, "down");
  const open = maximum(zero, subtract(share, add(order.done, order.lost)));
  if (isZero(open) && !mayGrow(state, order)) {
    end(state, order, "canceled", "ocoFilled");
    return;
  }
  const quantity = add(order.filled, open);
  const changed = compare(quantity, order.quantity) !== 0;
  order.quantity = quantity;
  if (changed) recordTerms(state, order);
  reserve(setup, state, order);
}

/** SPEC O17: what one fills is taken from the other. */
export function takeFromPartner(setup: Setup, state: State, order: Order, quantity: Ratio): void {
  const partner = orderOf(state, order.ouo);
  if (partner === undefined || isFinal(partner)) return;
  const before = partner.quantity;
  partner.quantity = maximum(partner.filled, subtract(partner.quantity, quantity));
  if (isZero(remaining(partner)) && !mayGrow(state, partner)) {
    end(state, partner, "canceled", "ouoClosed");
    return;
  }
  if (compare(before, partner.quantity) === 0) return;
  recordTerms(state, partner);
  reserve(setup, state, partner);
}

/** SPEC O17: one that is closed, however, takes the other with it. */
export function closeWithPartner(state: State, order: Order): void {
  const partner = orderOf(state, order.ouo);
  if (partner !== undefined && !isFinal(partner)) end(state, partner, "canceled", "ouoClosed");
}

/** SPEC O11: children expire when the position is flat or has crossed zero. */
export function expireChildren(state: State, filled: Order, before: Ratio): void {
  const after = position(state.account, filled.symbol);
  if (isZero(before) || sign(before) === sign(after)) return;
  for (const other of state.orders) {
    if (other.symbol !== filled.symbol || !isWorking(other)) continue;
    const child = other.parent !== undefined && !other.oto && other.parent !== filled.id && !mayGrow(state, other);
    if (child || other.reduceOnly) end(state, other, "expired", "positionFlat");
  }
}
