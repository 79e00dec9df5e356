import { isForPrint, isLimit, isMarket, type Order, remaining } from "./orders.ts";
import { add, compare, divide, format, less, multiply, one, parse, type Ratio, ratio, roundToDecimals, subtract, zero } from "./ratio.ts";
import { splitmix64 } from "./splitmix.ts";
import { barToday, type Setup, type State } from "./state.ts";

/** The number an order draws in a bar (SPEC F10). */
function drawn(seed: number, order: number, step: number): Ratio {
  const bits = splitmix64(splitmix64(splitmix64(BigInt(seed)) ^ BigInt(order)) ^ BigInt(step));
  return ratio(bits >> 11n, 1n << 53n);
}

/** With which probability an order may act in today's bar. */
function probabilityOf(setup: Setup, state: State, order: Order): Ratio {
  const { probability = {} } = setup.scenario;
  const bar = barToday(setup, state, order.symbol);
  const p = parse(probability[kindOf(setup, state, order)] ?? "1");
  if (probability.size === undefined || bar === undefined) return p;
  const most = multiply(parse(probability.size), bar.volume);
  return less(most, remaining(order)) ? divide(multiply(p, most), remaining(order)) : p;
}

function kindOf(setup: Setup, state: State, order: Order): "market" | "limitTouch" | "limitThrough" | "stop" {
  const awaitsPrint = order.kind === "market" || (order.kind === "marketToLimit" && isMarket(order)) || isForPrint(order);
  if (awaitsPrint) return "market";
  if (!isLimit(order)) return "stop";
  const limit = order.limit ?? zero;
  const bar = barToday(setup, state, order.symbol);
  if (bar === undefined) return "limitTouch";
  const beyond = order.buying ? compare(bar.low, subtract(limit, setup.tick)) <= 0 : compare(bar.high, add(limit, setup.tick)) >= 0;
  return beyond ? "limitThrough" : "limitTouch";
}

/** Whether it misses today's bar. */
export function misses(setup: Setup, state: State, order: Order): boolean {
  if (setup.scenario.probability === undefined) return false;
  return compare(drawn(setup.scenario.seed ?? 1, order.id, state.day), probabilityOf(setup, state, order)) >= 0;
}

/** What a fill says about its luck; nothing when it was certain. */
export function chanceOf(setup: Setup, state: State, order: Order): { probability: string; drawn: string } | undefined {
  if (setup.scenario.probability === undefined) return undefined;
  const probability = probabilityOf(setup, state, order);
  if (compare(probability, one) >= 0) return undefined;
  const text = (value: Ratio) => format(roundToDecimals(value, 12, "half-even"));
  return { probability: text(probability), drawn: text(drawn(setup.scenario.seed ?? 1, order.id, state.day)) };
}
