import { collectReceivables, payDividend, position, positionRow, splitLots, tradeRow } from "./account.ts";
import { accrue } from "./accruals.ts";
import { deliver } from "./arrivals.ts";
import { obey } from "./commands.ts";
import { expireOrders } from "./expiry.ts";
import { fill } from "./fill.ts";
import { recall } from "./lending.ts";
import { end } from "./links.ts";
import { flushMarks, markPositions, move, postings, present, record, recordAccount, recordNew } from "./log.ts";
import { blankOrder, isFinal, type Order } from "./orders.ts";
import type { Outcome, OutcomeHeard } from "./outcome.ts";
import { walkPath } from "./path.ts";
import { closePrint, openPrint, thisClosePrint } from "./prints.ts";
import { absolute, divide, format, isZero, multiply, parse, ratio, sign, subtract, zero } from "./ratio.ts";
import { dateOf, type OracleScenario, type ScenarioAction, type ScenarioSymbol } from "./scenario.ts";
import { splitOrders } from "./split-orders.ts";
import { barToday, equityNow, initialState, multiplierOf, type Setup, type State, setUp, symbolsOf } from "./state.ts";
import { hearWords, knownOf } from "./words.ts";

/**
 * A second engine, written from SPEC.md alone: slow, obvious, on exact fractions. `scale` is the number of decimals to which the
 * ledger shares costs and fees.
 */
export function runOracle(scenario: OracleScenario, scale: number): Outcome {
  const setup = setUp(scenario, scale);
  const state = initialState(scenario);
  const equity: { equity: string; cash: string }[] = [];
  const heard: OutcomeHeard[] = [];
  const days = scenario.symbols[0]?.bars.length ?? 0;
  recordAccount(setup, state);
  for (let day = 0; day < days; day++) {
    state.day = day;
    state.used = {};
    if (state.post !== undefined) state.post.isBeforeOpen = true;
    corporateActions(setup, state);
    accrue(setup, state);
    recall(setup, state);
    deliver(setup, state);
    if (state.post !== undefined) state.post.isBeforeOpen = false;
    openPrint(setup, state);
    for (const symbol of symbolsOf(setup)) walkPath(setup, state, symbol);
    closePrint(setup, state);
    expireOrders(setup, state);
    for (const symbol of symbolsOf(setup)) state.closes[symbol] = barToday(setup, state, symbol)?.close ?? state.closes[symbol] ?? zero;
    state.splits = [];
    if (state.post !== undefined) heard.push(hearAll(state));
    for (const command of scenario.commands[day] ?? []) obey(setup, state, command);
    thisClosePrint(setup, state);
    if (day === days - 1 && scenario.closeAtEnd) closeEverything(setup, state);
    markPositions(
      state,
      symbolsOf(setup).map((symbol) => [symbol, position(state.account, symbol)]),
    );
    state.dayStart = equityNow(setup, state);
    equity.push({ equity: format(state.dayStart), cash: format(state.account.cash) });
  }
  for (const symbol of symbolsOf(setup)) flushMarks(state, symbol);
  record(state, { type: "end", ...equity.at(-1) });
  return {
    lines: state.lines,
    fills: state.fills,
    orders: state.orders.map((order) => orderRow(state, order)),
    equity,
    trades: state.account.trades.map((trade) => tradeRow(trade, multiplierOf(setup, trade.symbol))),
    positions: symbolsOf(setup)
      .map((symbol) => positionRow(state.account, symbol))
      .filter((row) => row.quantity !== "0"),
    costs: [costsByKind(setup, state)],
    heard,
  };
}

/** What the strategy knows at a close, and what it was told since the last one. */
function hearAll(state: State): OutcomeHeard {
  hearWords(state);
  const told = [...(state.post?.notices ?? [])].sort(([a], [b]) => a - b).map(([order, what]) => `${order} ${what}`);
  if (state.post !== undefined) state.post.notices = [];
  // What a lender wants back is not among the strategy's own.
  const orders = state.orders
    .filter((order) => !order.recall)
    .map((order) => {
      const { status, filled, quantity } = knownOf(state, order);
      return `${order.id} ${status} ${format(filled)} ${format(quantity)}`;
    });
  return { day: state.day, told, orders };
}

/** SPEC M15; what accrues only where it is configured. */
function costsByKind({ scenario }: Setup, { costs }: State): Record<string, string> {
  const kinds = (["commission", "rounding", "slippage", "borrow", "financing", "interest"] as const).filter(
    (kind) => kind === "commission" || kind === "rounding" || kind === "slippage" || scenario[kind] !== undefined,
  );
  return Object.fromEntries(kinds.map((kind) => [kind, format(costs[kind])]));
}

/** A row has the values last told: a cut is told by its fill. */
function orderRow({ lines }: State, order: Order) {
  const told = lines.findLast((line) => line.type === "order" && line.id === order.id && line.quantity !== undefined);
  return {
    id: order.id,
    status: order.status,
    ...(order.reason !== undefined && { reason: order.reason }),
    quantity: String(told?.quantity ?? format(order.quantity)),
    filled: format(order.filled),
  };
}

/** SPEC E20 step 1. An action acts with the symbol's first bar on or after its ex day. */
function corporateActions(setup: Setup, state: State): void {
  for (const due of collectReceivables(state.account, state.day)) {
    record(state, {
      type: "dividendPaid",
      symbol: due.symbol,
      total: format(due.amount),
      postings: postings(move("cash", "receivable", "USD", due.amount)),
    });
  }
  for (const symbol of setup.scenario.symbols) {
    if (barToday(setup, state, symbol.symbol) === undefined) continue;
    const before = lastBarBefore(symbol, state.day);
    for (const action of symbol.actions.filter((action) => action.ex > before && action.ex <= state.day)) {
      if (action.type === "dividend") {
        dividend(state, symbol.symbol, action);
      } else {
        const factor = ratio(BigInt(action.to), BigInt(action.from));
        recordSplit(state, symbol.symbol, action);
        state.splits.push(symbol.symbol);
        splitLots(state.account, symbol.symbol, factor);
        state.closes[symbol.symbol] = divide(state.closes[symbol.symbol] ?? zero, factor);
        splitOrders(setup, state, symbol.symbol, factor);
      }
    }
  }
}

function dividend(state: State, symbol: string, action: Extract<ScenarioAction, { type: "dividend" }>): void {
  const quantity = position(state.account, symbol);
  // Paid by the time it acts, it never is a receivable.
  const payDay = action.pay !== undefined && action.pay > state.day ? action.pay : undefined;
  const total = payDividend(state.account, symbol, parse(action.amount), payDay);
  if (isZero(total)) return;
  record(
    state,
    present({
      type: "dividend",
      symbol,
      amount: format(parse(action.amount)),
      quantity: format(quantity),
      total: format(total),
      payDay: payDay === undefined ? undefined : dateOf(payDay),
      postings: postings(move(payDay === undefined ? "cash" : "receivable", "dividends", "USD", total)),
    }),
  );
}

function recordSplit(state: State, symbol: string, action: Extract<ScenarioAction, { type: "split" }>): void {
  flushMarks(state, symbol);
  const before = position(state.account, symbol);
  const after = multiply(before, ratio(BigInt(action.to), BigInt(action.from)));
  record(state, {
    type: "split",
    symbol,
    ratio: `${action.to}:${action.from}`,
    before: format(before),
    after: format(after),
    postings: postings(move("position", "market", symbol, subtract(after, before))),
  });
}

function lastBarBefore(symbol: ScenarioSymbol, day: number): number {
  return symbol.bars.slice(0, day).findLastIndex((bar) => bar !== null);
}

/** SPEC F7. */
function closeEverything(setup: Setup, state: State): void {
  for (const order of state.orders) if (!isFinal(order)) end(state, order, "expired", "endOfRun");
  for (const symbol of symbolsOf(setup)) {
    const held = position(state.account, symbol);
    if (isZero(held)) continue;
    const order: Order = {
      ...blankOrder(state.orders.length + 1, symbol, sign(held) < 0, "market", state.day),
      quantity: absolute(held),
      closing: true,
      status: "accepted",
    };
    state.orders.push(order);
    recordNew(state, order);
    fill(setup, state, order, order.quantity, { price: state.closes[symbol] ?? zero, point: "close", rule: "closeAtEnd" }, order.quantity);
  }
}
