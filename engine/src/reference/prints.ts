import { misses } from "./chance.ts";
import { actAtBirth, arrive, end, isForThisClose, liquidityLeft, wake, wouldFillAtBirth } from "./fill.ts";
import {
  isForPrint,
  isLimit,
  isMarket,
  isWorking,
  limitFromTrail,
  movesToward,
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
import { absolute, compare, isZero, less, type Ratio, subtract, zero } from "./ratio.ts";
import { type Bar, barToday, equityNow, orderOf, reduces, type Setup, type State, throughTick } from "./state.ts";

/** Orders whose symbol has a bar today in which they are alive. */
function alive(setup: Setup, state: State): Order[] {
  return state.orders.filter((order) => isWorking(order) && order.said < state.day && barToday(setup, state, order.symbol) !== undefined);
}

/** Those that may act: without volume nothing does under a volume limit. */
function eligible(setup: Setup, state: State): Order[] {
  return alive(setup, state).filter((order) => mayAct(setup, state, order));
}

/** Something to do, volume to do it with, and luck. */
function mayAct(setup: Setup, state: State, order: Order): boolean {
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

const ruleOf = (setup: Setup, order: Order, print: "open" | "close"): string => {
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
    prints.filter((other) => isWorking(other) && other.acted !== state.day && fillsAt(setup, other, openOf(other)) && actsAtOpen(other));
  const rivals = () => [...waitingHere(), ...bornHere(setup, state, "open")];
  // An iceberg's next part comes behind the others (SPEC O15).
  for (const order of prints) {
    // What acted before it may have ended it, taken all it had, or made a triggered stop stand again.
    if (!isWorking(order) || !actsAtOpen(order)) continue;
    if (sleeps(order)) wake(state, order, openOf(order));
    else
      arrive(setup, state, order, { price: openOf(order), point: "open", rule: ruleOf(setup, order, "open"), rivals, ...triggerOf(order) });
    if (order.display !== undefined && order.acted !== state.day) prints.push(order);
  }
  birth(setup, state, "open");
  missPrint(setup, state, "open");
  for (const order of alive(setup, state)) {
    const immediate = order.tif === "IOC" || order.tif === "FOK";
    if (immediate && !(isMarket(order) && printOf(setup, order) === "close")) {
      end(state, order, "canceled", order.tif === "FOK" ? "fillOrKill" : "immediateOrCancel");
    }
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

/** Children born at this print that would fill at it when their turn comes. */
function bornHere(setup: Setup, state: State, print: "open" | "close"): Order[] {
  return state.born.flatMap((id) => {
    const child = orderOf(state, id);
    const bar = child && barToday(setup, state, child.symbol);
    return child && bar && wouldFillAtBirth(setup, state, child, bar[print]) ? [child] : [];
  });
}

/** After the others of a print: children whose entry filled there. */
function birth(setup: Setup, state: State, print: "open" | "close"): void {
  for (const id of state.born.splice(0)) {
    const child = orderOf(state, id);
    const bar = child && barToday(setup, state, child.symbol);
    if (child && bar) actAtBirth(setup, state, [child], { price: bar[print], point: print, rule: "" });
  }
}

/** Whether an order that acts at a price fills there: it neither only wakes nor only triggers. */
function fillsAt(setup: Setup, order: Order, price: Ratio): boolean {
  if (sleeps(order)) return false;
  return !triggersIntoLimit(order) || withinLimit({ ...order, limit: limitFromTrail(order) }, price, throughTick(setup));
}

/** SPEC E20 step 3 for one symbol. */
export function walkPath(setup: Setup, state: State, symbol: string): void {
  const bar = barToday(setup, state, symbol);
  if (bar === undefined) return;
  const { path } = setup.scenario;
  if (path === "worst" || path === "best") walkBoth(setup, state, symbol, bar, path);
  else walk(setup, state, symbol, bar, highFirst(path, bar));
}

/** Tries both orders of the extremes on copies and keeps the one that leaves less or more, the low first when both leave the same. */
function walkBoth(setup: Setup, state: State, symbol: string, bar: Bar, wanted: "worst" | "best"): void {
  const result = (high: boolean) => {
    const copy = { ...structuredClone({ ...state, fills: [], lines: [] }) };
    walk(setup, copy, symbol, bar, high);
    copy.closes[symbol] = bar.close;
    return { copy, worth: equityNow(setup, copy) };
  };
  const [first, second] = [result(false), result(true)];
  const keepsSecond = wanted === "worst" ? less(second.worth, first.worth) : less(first.worth, second.worth);
  const { fills, lines, ...chosen } = keepsSecond ? second.copy : first.copy;
  Object.assign(state, chosen, { closes: state.closes });
  state.fills.push(...fills);
  state.lines.push(...lines);
}

function highFirst(path: "adaptive" | "ohlc" | "olhc", bar: Bar): boolean {
  if (path !== "adaptive") return path === "ohlc";
  return less(subtract(bar.high, bar.open), subtract(bar.open, bar.low));
}

function walk(setup: Setup, state: State, symbol: string, bar: Bar, high: boolean): void {
  state.path = high ? "ohlc" : "olhc";
  const [first, second] = high ? [bar.high, bar.low] : [bar.low, bar.high];
  const names = high ? ["toHigh", "toLow", "toClose"] : ["toLow", "toHigh", "toClose"];
  let from = bar.open;
  for (const [index, to] of [first, second, bar.close].entries()) {
    segment(setup, state, symbol, from, to, names[index] ?? "");
    from = to;
  }
  state.path = undefined;
}

function segment(setup: Setup, state: State, symbol: string, from: Ratio, to: Ratio, point: string): void {
  const rising = compare(to, from) >= 0;
  const within = (level: Ratio, at: Ratio) =>
    rising ? compare(level, at) >= 0 && compare(level, to) <= 0 : compare(level, at) <= 0 && compare(level, to) >= 0;
  const waitsFrom = (at: Ratio) =>
    alive(setup, state)
      .filter((order) => order.symbol === symbol && (sleeps(order) || (order.acted !== state.day && mayAct(setup, state, order))))
      .flatMap((order) => {
        const wait = waiting(order, throughTick(setup));
        return wait !== undefined && movesToward(order, wait.side, rising) && within(wait.level, at) ? [{ order, level: wait.level }] : [];
      })
      .sort((a, b) => compare(absolute(subtract(a.level, at)), absolute(subtract(b.level, at))) || a.order.standing - b.order.standing);
  let at = from;
  for (;;) {
    const next = waitsFrom(at)[0];
    if (next === undefined) break;
    const here = next.level;
    at = here;
    if (sleeps(next.order)) {
      wake(state, next.order, at);
      continue;
    }
    const priceOf = (order: Order) => (isLimit(order) ? (order.limit ?? here) : here);
    const price = priceOf(next.order);
    const rivals = () =>
      waitsFrom(here)
        .filter(({ order, level }) => compare(level, here) === 0 && compare(priceOf(order), price) === 0 && fillsAt(setup, order, price))
        .map(({ order }) => order);
    arrive(setup, state, next.order, { price, point, rivals, rule: ruleOf(setup, next.order, "open"), ...triggerOf(next.order) });
  }
  for (const order of alive(setup, state)) if (order.symbol === symbol) ratchet(order, to);
}

/** SPEC E20 step 4. */
export function closePrint(setup: Setup, state: State): void {
  // A child that became active in this bar is one of the market orders for this close.
  const born = (order: Order) =>
    order.bornOn === state.day && isForThisClose(setup, order) && isWorking(order) && mayAct(setup, state, order);
  const acting = [...eligible(setup, state), ...state.orders.filter(born)].filter((order) => {
    if (order.acted === state.day) return false;
    if (isForPrint(order)) return order.at === "close" && withinLimit(order, closeOf(setup, state, order), throughTick(setup));
    return isMarket(order) && (printOf(setup, order) === "close" || born(order));
  });
  actAtClose(setup, state, acting);
  missPrint(setup, state, "close");
}

const closeOf = (setup: Setup, state: State, order: Order): Ratio => barToday(setup, state, order.symbol)?.close ?? zero;

/** SPEC E20 step 7: market orders said today. */
export function thisClosePrint(setup: Setup, state: State): void {
  if (setup.scenario.market !== "thisClose") return;
  const acting = state.orders.filter(
    (order) =>
      isWorking(order) &&
      order.said === state.day &&
      isMarket(order) &&
      (order.kind === "market" || order.kind === "marketToLimit") &&
      order.at === undefined &&
      !misses(setup, state, order) &&
      barToday(setup, state, order.symbol),
  );
  actAtClose(setup, state, acting);
}

function actAtClose(setup: Setup, state: State, acting: readonly Order[]): void {
  const prints = inPrintOrder(state, acting);
  const rivals = () => [
    ...prints.filter((other) => isWorking(other) && other.acted !== state.day && mayAct(setup, state, other)),
    ...bornHere(setup, state, "close"),
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
  birth(setup, state, "close");
}

/** SPEC E20 step 5: daily bars, so a session ends with its bar. */
export function expireOrders(setup: Setup, state: State): void {
  for (const order of state.orders) {
    if (!isWorking(order)) continue;
    const hadBar = barToday(setup, state, order.symbol) !== undefined && order.said < state.day;
    if (order.tif === "DAY" && hadBar) end(state, order, "expired", "dayEnd");
    if (order.tif === "GTD" && order.lastDay === state.day) end(state, order, "expired", "gtdEnd");
  }
}
