import { arrive, wake, wouldFillTriggered } from "./act.ts";
import { actAfterPrint, bornRivals } from "./birth.ts";
import { misses } from "./chance.ts";
import { expireBegun } from "./expiry.ts";
import { end } from "./links.ts";
import { liquidityLeft } from "./liquidity.ts";
import {
  isForPrint,
  isMarket,
  isWorking,
  type Order,
  ratchet,
  reaches,
  remaining,
  sleeps,
  triggerOf,
  triggersIntoLimit,
  waiting,
  withinLimit,
} from "./orders.ts";
import { isZero, type Ratio, zero } from "./ratio.ts";
import { barToday, reduces, type Setup, type State, throughTick } from "./state.ts";

/** Orders whose symbol has a bar today in which they are alive. */
export function alive(setup: Setup, state: State): Order[] {
  const begun = state.orders.filter((order) => isWorking(order) && order.said < state.day && order.resumes <= state.day);
  return begun.filter((order) => barToday(setup, state, order.symbol) !== undefined);
}

/** Those that may act: without volume nothing does under a volume limit. */
function eligible(setup: Setup, state: State): Order[] {
  return alive(setup, state).filter((order) => mayAct(setup, state, order));
}

/** Something to do, volume to do it with, and luck. */
export function mayAct(setup: Setup, state: State, order: Order): boolean {
  return !isZero(remaining(order)) && hasVolume(setup, state, order.symbol) && !misses(setup, state, order);
}

function hasVolume(setup: Setup, state: State, symbol: string): boolean {
  return liquidityLeft(setup, state, symbol) === undefined || !isZero(barToday(setup, state, symbol)?.volume ?? zero);
}

/** Reducing orders first, judged before any of them acts, then the others, each in submission order (SPEC E20). */
function inPrintOrder(state: State, orders: readonly Order[]): Order[] {
  const inTurn = [...orders].sort((a, b) => a.standing - b.standing);
  return [...inTurn.filter((order) => reduces(state, order)), ...inTurn.filter((order) => !reduces(state, order))];
}

/** The print at which a market order fills: as it asks, else as `fills.market` says; what thisClose or a stop left over, at the open. */
function printOf(setup: Setup, order: Order): "open" | "close" {
  if (order.kind !== "market" && order.kind !== "marketToLimit") return "open";
  return order.at ?? (setup.scenario.market === "nextClose" ? "close" : "open");
}

export const ruleOf = (setup: Setup, order: Order, print: "open" | "close"): string => {
  if (isForPrint(order)) return print === "open" ? "limitOnOpen" : "limitOnClose";
  if (!isMarket(order)) return order.kind === "marketToLimit" ? "limit" : order.kind;
  if (order.kind !== "market" && order.kind !== "marketToLimit") return order.kind;
  if (order.at !== undefined) return order.at === "open" ? "atOpen" : "atClose";
  return print === "open" ? "nextOpen" : setup.scenario.market;
};

/** SPEC E20 step 2. */
export function openPrint(setup: Setup, state: State): void {
  judgePostOnly(setup, state);
  for (const order of alive(setup, state)) order.met ??= state.day;
  const orders = alive(setup, state);
  const openOf = (order: Order) => barToday(setup, state, order.symbol)?.open ?? zero;
  const actsAtOpen = (order: Order): boolean => {
    if (sleeps(order)) return reaches(order, { level: order.activation ?? zero, side: "better" }, openOf(order));
    if (!mayAct(setup, state, order)) return false;
    if (isMarket(order)) return printOf(setup, order) === "open";
    if (isForPrint(order)) return order.at === "open" && withinLimit(order, openOf(order), throughTick(setup));
    const wait = waiting(order, throughTick(setup));
    return wait !== undefined && reaches(order, wait, openOf(order));
  };
  const acting = orders.filter(actsAtOpen);
  const prints = inPrintOrder(state, acting);
  for (const order of orders) if (!acting.includes(order)) ratchet(order, openOf(order));
  const waitingHere = () =>
    prints.filter(
      (other) => isWorking(other) && other.acted !== state.day && fillsAt(setup, state, other, openOf(other)) && actsAtOpen(other),
    );
  const rivals = () => [...waitingHere(), ...bornRivals(setup, state, openOf)];
  // An iceberg's next part comes behind the others (SPEC O15).
  for (const order of prints) {
    // What acted before it may have ended it, taken all it had, or made a triggered stop stand again.
    if (!isWorking(order) || !actsAtOpen(order)) continue;
    if (sleeps(order)) wake(state, order, openOf(order));
    else
      arrive(setup, state, order, { price: openOf(order), point: "open", rule: ruleOf(setup, order, "open"), rivals, ...triggerOf(order) });
    if (order.display !== undefined && order.acted !== state.day) prints.push(order);
  }
  actAfterPrint(setup, state, { point: "open", priceOf: ({ symbol }) => barToday(setup, state, symbol)?.open }, rivals);
  missPrint(setup, state, "open");
  endImmediate(
    state,
    alive(setup, state).filter((order) => !(isMarket(order) && printOf(setup, order) === "close")),
  );
}

/** SPEC O6: what had its one chance. */
function endImmediate(state: State, orders: readonly Order[]): void {
  for (const order of orders) {
    if (order.tif === "IOC") end(state, order, "canceled", "immediateOrCancel");
    if (order.tif === "FOK") end(state, order, "canceled", "fillOrKill");
  }
}

/** SPEC O20: at the first print it meets, before anything acts there. A touch counts, also under `through`. */
function judgePostOnly(setup: Setup, state: State): void {
  for (const order of alive(setup, state)) {
    if (!order.postOnly || order.judged) continue;
    order.judged = true;
    if (withinLimit(order, barToday(setup, state, order.symbol)?.open ?? zero, zero)) end(state, order, "canceled", "wouldTake");
  }
}

/** SPEC O14: a limit order for a print ends with it. */
function missPrint(setup: Setup, state: State, print: "open" | "close"): void {
  for (const order of alive(setup, state)) if (isForPrint(order) && order.at === print) end(state, order, "canceled", "missedPrint");
}

/** Whether an order that acts at a price fills there: it neither only wakes nor only triggers. */
export function fillsAt(setup: Setup, state: State, order: Order, price: Ratio): boolean {
  return !sleeps(order) && (!triggersIntoLimit(order) || wouldFillTriggered(setup, state, order, price));
}

/** SPEC E20 step 4. */
export function closePrint(setup: Setup, state: State): void {
  const actsAtClose = (order: Order): boolean => {
    if (isForPrint(order)) return order.at === "close" && withinLimit(order, closeOf(setup, state, order), throughTick(setup));
    return isMarket(order) && printOf(setup, order) === "close";
  };
  actAtClose(setup, state, () => [
    ...eligible(setup, state).filter(actsAtClose),
    // A child that has got something in this bar is one of the market orders for this close.
    ...actingNow(setup, state),
  ]);
  missPrint(setup, state, "close");
  endImmediate(state, saidForThisClose(setup, state));
  endImmediate(state, alive(setup, state));
}

/** Orders said today, by the strategy or by a parent's fill, whose first point is this close. */
function saidForThisClose(setup: Setup, state: State): Order[] {
  return state.orders.filter(
    (order) =>
      setup.scenario.market === "thisClose" &&
      (order.kind === "market" || order.kind === "marketToLimit") &&
      order.at === undefined &&
      (order.said === state.day || order.again === state.day) &&
      isWorking(order) &&
      barToday(setup, state, order.symbol) !== undefined,
  );
}

const closeOf = (setup: Setup, state: State, order: Order): Ratio => barToday(setup, state, order.symbol)?.close ?? zero;

/** SPEC E20 step 7: market orders said today. */
export function thisClosePrint(setup: Setup, state: State): void {
  if (setup.scenario.market !== "thisClose") return;
  actAtClose(setup, state, () => actingNow(setup, state));
  endImmediate(state, saidForThisClose(setup, state));
  expireBegun(state);
}

const actingNow = (setup: Setup, state: State): Order[] =>
  saidForThisClose(setup, state).filter((order) => isMarket(order) && mayAct(setup, state, order));

/** Round after round: a fill here may give a child something to do at this close. */
function actAtClose(setup: Setup, state: State, acting: () => readonly Order[]): void {
  const prints = inPrintOrder(
    state,
    acting().filter((order) => order.acted !== state.day),
  );
  if (prints.length === 0) return;
  const rivals = () => [
    ...acting().filter((other) => other.acted !== state.day),
    ...bornRivals(setup, state, (order) => closeOf(setup, state, order)),
  ];
  for (const order of prints) {
    if (!isWorking(order) || isZero(remaining(order))) continue;
    const level = isForPrint(order) ? { trigger: order.limit ?? zero } : {};
    arrive(setup, state, order, {
      price: closeOf(setup, state, order),
      point: "close",
      rule: ruleOf(setup, order, "close"),
      rivals,
      ...level,
    });
  }
  actAfterPrint(setup, state, { point: "close", priceOf: ({ symbol }) => barToday(setup, state, symbol)?.close }, rivals);
  actAtClose(setup, state, acting);
}
