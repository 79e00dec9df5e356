import { arrive, type Reached, wake, wouldFillTriggered } from "./act.ts";
import { misses } from "./chance.ts";
import { end } from "./links.ts";
import { atPriceScale, isWorking, type Order, ratchet, reaches, remaining, sleeps, triggersIntoLimit, waiting } from "./orders.ts";
import { isZero, type Ratio, zero } from "./ratio.ts";
import { orderOf, type Setup, type State } from "./state.ts";

/** On the path, an order acts, and then at once the children it has fed (SPEC O11). */
export function arriveOnPath(setup: Setup, state: State, order: Order, at: Reached): void {
  const from = state.born.length;
  arrive(setup, state, order, at);
  while (state.born.length > from) {
    const [id] = state.born.splice(from, 1);
    const child = orderOf(state, id);
    if (child !== undefined && meetPrice(setup, state, child, at)) state.turns.push({ id: child.id, at });
  }
}

/** A print: the open or the close of a bar, or where finer bars jump. */
export interface BirthPrint {
  readonly point: "open" | "close";
  readonly priceOf: (child: Order) => Ratio | undefined;
}

/** At a print, after its other orders, an iceberg's next part behind the rest. */
export function actAfterPrint(setup: Setup, state: State, { point, priceOf }: BirthPrint, rivals: () => readonly Order[]): void {
  while (state.born.length > 0) {
    const child = orderOf(state, state.born.shift());
    const price = child && priceOf(child);
    if (child && price && meetPrice(setup, state, child, { price, point, rule: "", rivals })) state.born.push(child.id);
  }
}

/** The part of an iceberg born at this price whose turn comes first, behind all else that acts here (SPEC O15). */
export function firstTurn(state: State): Order | undefined {
  return state.turns.flatMap(({ id }) => orderOf(state, id) ?? []).sort((a, b) => a.standing - b.standing)[0];
}

export function actTurn(setup: Setup, state: State, child: Order): void {
  const index = state.turns.findIndex(({ id }) => id === child.id);
  const [turn] = state.turns.splice(index, 1);
  if (turn !== undefined && meetPrice(setup, state, child, turn.at)) state.turns.push(turn);
}

/** Children whose turn where they were born is to come and that would fill there. */
export function bornRivals(setup: Setup, state: State, priceOf: (order: Order) => Ratio): Order[] {
  const waitingHere = [...state.born, ...state.turns.map(({ id }) => id)].flatMap((id) => orderOf(state, id) ?? []);
  return waitingHere.filter((child) => wouldFill(setup, state, child, priceOf(child)));
}

/** It neither only wakes nor only triggers there. */
function wouldFill(setup: Setup, state: State, child: Order, price: Ratio): boolean {
  if (!isWorking(child) || isZero(remaining(child)) || sleeps(child) || child.acted === state.day || misses(setup, state, child))
    return false;
  const wait = waiting(child, zero);
  if (wait === undefined || !reaches(child, wait, price)) return false;
  return !triggersIntoLimit(child) || wouldFillTriggered(setup, state, child, price);
}

/** What a child does at the price where it is born; whether an iceberg's next part waits for its turn there. */
function meetPrice(setup: Setup, state: State, child: Order, at: Reached): boolean {
  if (!isWorking(child) || isZero(remaining(child))) return false;
  const fills = child.fills;
  child.fresh ||= child.met === undefined;
  child.met ??= state.day;
  if (!sleeps(child) && child.reference === undefined) ratchet(child, at.price);
  const wait = waiting(child, zero);
  const there = wait !== undefined && reaches(child, wait, at.price);
  if (sleeps(child)) {
    if (there) wake(state, child, at.price);
  } else if (child.postOnly && !child.judged) {
    child.judged = true;
    if (there) end(state, child, "canceled", "wouldTake");
  } else if (there && child.acted !== state.day && !misses(setup, state, child)) {
    const act = at.point === "open" || at.point === "close" ? arrive : arriveOnPath;
    act(setup, state, child, {
      ...at,
      rule: child.kind === "marketToLimit" ? "limit" : child.kind,
      trigger: atPriceScale(wait.level, child.buying),
      rounded: false,
    });
  }
  if (child.display !== undefined && child.fills > fills && child.acted !== state.day && isWorking(child) && !isZero(remaining(child)))
    return true;
  child.fresh = false;
  // It has had its one chance.
  if (child.oto && (child.tif === "IOC" || child.tif === "FOK") && isWorking(child)) {
    end(state, child, "canceled", child.tif === "FOK" ? "fillOrKill" : "immediateOrCancel");
  }
  return false;
}
