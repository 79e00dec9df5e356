import { arrive, wake } from "./act.ts";
import { actAfterPrint, actTurn, arriveOnPath, bornRivals, firstTurn } from "./birth.ts";
import { atPriceScale, isLimit, movesToward, type Order, ratchet, reaches, sleeps, triggerOf, waiting } from "./orders.ts";
import { alive, fillsAt, mayAct, ruleOf } from "./prints.ts";
import { absolute, compare, less, type Ratio, subtract } from "./ratio.ts";
import { detailTime } from "./scenario.ts";
import { type Bar, barToday, equityNow, type Setup, type State, throughTick } from "./state.ts";

/** SPEC E20 step 3 for one symbol. */
export function walkPath(setup: Setup, state: State, symbol: string): void {
  const bar = barToday(setup, state, symbol);
  if (bar === undefined) return;
  const pieces = piecesOf(setup, state.day, symbol);
  if (pieces.length === 0) walkBar(setup, state, symbol, bar);
  let last = bar.open;
  for (const { piece, t } of pieces) {
    state.detail = t;
    if (compare(piece.open, last) !== 0) jump(setup, state, symbol, piece.open);
    walkBar(setup, state, symbol, piece);
    last = piece.close;
  }
  state.detail = undefined;
}

/** SPEC F8: the finer bars that start in a symbol's bar, before its next one. */
function piecesOf(setup: Setup, day: number, symbol: string): { readonly piece: Bar; readonly t: string }[] {
  const finer = setup.detail[symbol] ?? [];
  const next = setup.bars[symbol]?.findIndex((bar, index) => index > day && bar !== undefined) ?? -1;
  const days = finer.slice(day, next < 0 ? undefined : next);
  return days.flatMap((pieces, after) => pieces.map((piece, index) => ({ piece, t: detailTime(day + after, index) })));
}

function walkBar(setup: Setup, state: State, symbol: string, bar: Bar): void {
  const { path } = setup.scenario;
  if (path === "worst" || path === "best") walkBoth(setup, state, symbol, bar, path);
  else walk(setup, state, symbol, bar, highFirst(path, bar));
}

/** Between two finer bars the price jumps: a print of which each takes part by its place in the queue, at that price. */
function jump(setup: Setup, state: State, symbol: string, price: Ratio): void {
  const reached = () =>
    alive(setup, state)
      .filter((order) => order.symbol === symbol && (sleeps(order) || (order.acted !== state.day && mayAct(setup, state, order))))
      // What was born there acts after the others.
      .filter((order) => !state.born.includes(order.id))
      .filter((order) => {
        const wait = waiting(order, throughTick(setup));
        return wait !== undefined && reaches(order, wait, price);
      })
      .sort((a, b) => a.standing - b.standing);
  const rivals = () => [...reached().filter((order) => fillsAt(setup, state, order, price)), ...bornRivals(setup, state, () => price)];
  for (let [next] = reached(); next !== undefined; [next] = reached()) {
    if (sleeps(next)) wake(state, next, price);
    else arrive(setup, state, next, { price, point: "open", rule: ruleOf(setup, next, "open"), rivals, ...triggerOf(next) });
  }
  actAfterPrint(setup, state, { point: "open", priceOf: () => price }, rivals);
  for (const order of alive(setup, state)) if (order.symbol === symbol) ratchet(order, price);
}

/** Tries both orders of the extremes on copies and keeps the one that leaves less or more, the low first when both leave the same. */
function walkBoth(setup: Setup, state: State, symbol: string, bar: Bar, wanted: "worst" | "best"): void {
  // Where nothing can act both leave the same.
  if (!alive(setup, state).some((order) => order.symbol === symbol)) return;
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
        if (wait === undefined) return [];
        // What could not act where its price was, and now can, does so here.
        if (reaches(order, wait, at)) return [{ order, level: at, beyond: compare(at, wait.level) !== 0 }];
        return movesToward(order, wait.side, rising) && within(wait.level, at) ? [{ order, level: wait.level, beyond: false }] : [];
      })
      .sort((a, b) => compare(absolute(subtract(a.level, at)), absolute(subtract(b.level, at))) || a.order.standing - b.order.standing);
  let at = from;
  for (;;) {
    const next = waitsFrom(at).find(({ order }) => !state.turns.some(({ id }) => id === order.id));
    const turn = firstTurn(state);
    if (turn !== undefined && !(next !== undefined && compare(next.level, at) === 0 && next.order.standing < turn.standing)) {
      actTurn(setup, state, turn);
      continue;
    }
    if (next === undefined) break;
    const here = next.level;
    at = here;
    if (sleeps(next.order)) {
      wake(state, next.order, at);
      continue;
    }
    const priceOf = ({ order, beyond }: { order: Order; beyond: boolean }) => {
      if (beyond) return here;
      return isLimit(order) ? (order.limit ?? here) : atPriceScale(here, order.buying);
    };
    const price = priceOf(next);
    const resting = () =>
      waitsFrom(here)
        .filter((other) => compare(other.level, here) === 0 && compare(priceOf(other), price) === 0)
        .map(({ order }) => order);
    const rivals = () => [...resting().filter((order) => fillsAt(setup, state, order, price)), ...bornRivals(setup, state, () => price)];
    arriveOnPath(setup, state, next.order, {
      price,
      point,
      rivals,
      rule: ruleOf(setup, next.order, "open"),
      rounded: !isLimit(next.order) && compare(price, here) !== 0,
      ...triggerOf(next.order),
    });
  }
  for (const order of alive(setup, state)) if (order.symbol === symbol) ratchet(order, to);
}
