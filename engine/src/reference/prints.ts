import { act, actAtBirth, end, liquidityLeft, type Reached } from "./fill.ts";
import { recordStatus } from "./log.ts";
import { isMarket, isWorking, movesToward, type Order, ratchet, reaches, remaining, triggerOf, waiting, withinLimit } from "./orders.ts";
import { absolute, compare, isZero, less, type Ratio, subtract, zero } from "./ratio.ts";
import { type Bar, barToday, equityNow, orderOf, reduces, type Setup, type State } from "./state.ts";

/** Orders that may act in today's bar of their symbol. */
function eligible(setup: Setup, state: State): Order[] {
  return state.orders.filter((order) => {
    const bar = barToday(setup, state, order.symbol);
    if (!isWorking(order) || isZero(remaining(order)) || order.said >= state.day || bar === undefined) return false;
    return liquidityLeft(setup, state, order.symbol) === undefined || !isZero(bar.volume);
  });
}

/** Reducing orders first, judged before any of them acts, then the others, each in submission order (SPEC E20). */
function inPrintOrder(state: State, orders: readonly Order[]): Order[] {
  return [...orders.filter((order) => reduces(state, order)), ...orders.filter((order) => !reduces(state, order))];
}

const throughTick = (setup: Setup): Ratio => (setup.scenario.limit === "through" ? setup.tick : zero);

/** The print at which a market order fills: as it asks, else as `fills.market` says; what thisClose or a stop left over, at the open. */
function printOf(setup: Setup, order: Order): "open" | "close" {
  if (order.kind !== "market") return "open";
  return order.at ?? (setup.scenario.market === "nextClose" ? "close" : "open");
}

const marketRule = (setup: Setup, order: Order, print: "open" | "close"): string => {
  if (order.kind !== "market") return order.kind;
  if (order.at !== undefined) return order.at === "open" ? "atOpen" : "atClose";
  return print === "open" ? "nextOpen" : setup.scenario.market;
};

/** SPEC E20 step 2. */
export function openPrint(setup: Setup, state: State): void {
  const orders = eligible(setup, state);
  const actsAtOpen = (order: Order): boolean => {
    const open = barToday(setup, state, order.symbol)?.open ?? zero;
    if (isMarket(order)) return printOf(setup, order) === "open";
    const wait = waiting(order, throughTick(setup));
    return wait !== undefined && reaches(order, wait, open);
  };
  const acting = orders.filter(actsAtOpen);
  const prints = inPrintOrder(state, acting);
  for (const order of orders) {
    if (!acting.includes(order)) ratchet(order, barToday(setup, state, order.symbol)?.open ?? zero);
  }
  for (const order of prints) {
    const open = barToday(setup, state, order.symbol)?.open ?? zero;
    // What acted before it may have ended it, or made a triggered stop stand again.
    if (isWorking(order) && actsAtOpen(order))
      arrive(setup, state, order, { price: open, point: "open", rule: ruleOf(setup, order), ...triggerOf(order) });
  }
  birth(setup, state, "open");
  for (const order of orders) {
    const immediate = order.tif === "IOC" || order.tif === "FOK";
    if (immediate && isWorking(order) && !(isMarket(order) && printOf(setup, order) === "close")) {
      end(state, order, "canceled", order.tif === "FOK" ? "fillOrKill" : "immediateOrCancel");
    }
  }
}

/** After the others of a print: children whose entry filled there. */
function birth(setup: Setup, state: State, print: "open" | "close"): void {
  for (const id of state.born.splice(0)) {
    const child = orderOf(state, id);
    const bar = child && barToday(setup, state, child.symbol);
    if (child && bar) actAtBirth(setup, state, [child], { price: bar[print], point: print });
  }
}

const ruleOf = (setup: Setup, order: Order): string => (isMarket(order) ? marketRule(setup, order, "open") : order.kind);

/** A stop-limit past its limit only triggers; everything else acts. */
function arrive(setup: Setup, state: State, order: Order, reached: Reached): void {
  if (order.kind === "stopLimit" && order.status === "accepted" && !withinLimit(order, reached.price, throughTick(setup))) {
    order.status = "triggered";
    recordStatus(state, order);
    return;
  }
  act(setup, state, order, reached);
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
  let at = from;
  for (;;) {
    const waits = eligible(setup, state)
      .filter((order) => order.symbol === symbol && order.acted !== state.day)
      .flatMap((order) => {
        const wait = waiting(order, throughTick(setup));
        return wait !== undefined && movesToward(order, wait.side, rising) && within(wait.level, at) ? [{ order, level: wait.level }] : [];
      })
      .sort((a, b) => compare(absolute(subtract(a.level, at)), absolute(subtract(b.level, at))) || a.order.id - b.order.id);
    const next = waits[0];
    if (next === undefined) break;
    at = next.level;
    const isLimit = next.order.kind === "limit" || (next.order.kind === "stopLimit" && next.order.status !== "accepted");
    const price = isLimit ? (next.order.limit ?? at) : at;
    arrive(setup, state, next.order, { price, point, rule: next.order.kind, ...triggerOf(next.order) });
  }
  for (const order of eligible(setup, state)) if (order.symbol === symbol) ratchet(order, to);
}

/** SPEC E20 step 4. */
export function closePrint(setup: Setup, state: State): void {
  const acting = eligible(setup, state).filter(
    (order) => isMarket(order) && printOf(setup, order) === "close" && order.acted !== state.day,
  );
  actAtClose(setup, state, acting);
}

/** SPEC E20 step 7: market orders said today. */
export function thisClosePrint(setup: Setup, state: State): void {
  if (setup.scenario.market !== "thisClose") return;
  const acting = state.orders.filter(
    (order) =>
      isWorking(order) &&
      order.said === state.day &&
      order.kind === "market" &&
      order.at === undefined &&
      barToday(setup, state, order.symbol),
  );
  actAtClose(setup, state, acting);
}

function actAtClose(setup: Setup, state: State, acting: readonly Order[]): void {
  for (const order of inPrintOrder(state, acting)) {
    const close = barToday(setup, state, order.symbol)?.close ?? zero;
    if (isWorking(order)) arrive(setup, state, order, { price: close, point: "close", rule: marketRule(setup, order, "close") });
  }
  birth(setup, state, "close");
}

/** SPEC E20 step 5: daily bars, so a session ends with its bar. */
export function expireDayOrders(setup: Setup, state: State): void {
  for (const order of state.orders) {
    const hadBar = barToday(setup, state, order.symbol) !== undefined && order.said < state.day;
    if (order.tif === "DAY" && isWorking(order) && hadBar) end(state, order, "expired", "dayEnd");
  }
}
