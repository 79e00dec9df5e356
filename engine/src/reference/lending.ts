import { position } from "./account.ts";
import { recordNew } from "./log.ts";
import { blankOrder, isWorking, type Order, remaining } from "./orders.ts";
import { add, less, maximum, minimum, negate, parse, type Ratio, roundToMultiple, sign, subtract, sum, zero } from "./ratio.ts";
import { type CarryTerms, type DatedTerms, dateOf } from "./scenario.ts";
import { type Setup, type State, symbolsOf } from "./state.ts";
import { listen, tell } from "./words.ts";

/** The rates in force for a symbol on a day; nothing before a file's first line (SPEC M12). */
export function termsOn(terms: CarryTerms | undefined, symbol: string, date: string): Omit<DatedTerms, "symbol" | "from"> | undefined {
  if (terms?.file === undefined) return terms;
  const own = terms.file.some((line) => line.symbol === symbol) ? symbol : "*";
  return terms.file.findLast((line) => line.symbol === own && line.from <= date);
}

/** How much of a symbol can be borrowed on a day, in whole lots. */
function available({ scenario, rules, lot }: Setup, symbol: string, date: string): Ratio | undefined {
  const most = rules.settled ? undefined : termsOn(scenario.borrow, symbol, date)?.available;
  return most === undefined ? undefined : roundToMultiple(parse(most), lot, "down");
}

/** Most that may be sold today without being short of more than can be borrowed. */
export function sellable(setup: Setup, state: State, symbol: string): Ratio | undefined {
  const most = available(setup, symbol, dateOf(state.day));
  return most && maximum(zero, add(most, position(state.account, symbol)));
}

/** What is short beyond what can be borrowed from today on is bought back at the open. */
export function recall(setup: Setup, state: State): void {
  for (const symbol of symbolsOf(setup)) {
    const short = negate(minimum(zero, position(state.account, symbol)));
    const most = available(setup, symbol, dateOf(state.day));
    if (state.day === 0 || most === undefined) continue;
    const under = state.orders.filter((order) => order.recall && order.symbol === symbol && isWorking(order));
    const excess = subtract(subtract(short, most), sum(under.map(remaining)));
    if (less(most, short) && sign(excess) > 0) buyBack(state, symbol, excess);
  }
}

function buyBack(state: State, symbol: string, quantity: Ratio): void {
  const order: Order = {
    // Said before the open of this day.
    ...blankOrder(state.orders.length + 1, symbol, true, "market", state.day - 1),
    at: "open",
    reduceOnly: true,
    recall: true,
    quantity,
    base: quantity,
    wanted: quantity,
    status: "accepted",
  };
  state.orders.push(order);
  listen(state, order);
  recordNew(state, order);
  tell(state, order, "accepted");
}
