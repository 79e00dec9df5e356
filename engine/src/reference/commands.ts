import { position } from "./account.ts";
import { bracket, link, oneTriggersOthers } from "./linking.ts";
import { end } from "./links.ts";
import { ask, isCancelling, sendInVain, trip } from "./messages.ts";
import { modify } from "./modify.ts";
import { isActive, isFinal, type Order, signedRemaining } from "./orders.ts";
import { divide, format, isZero, multiply, negate, parse, type Ratio, ratio, roundToMultiple, sign, subtract, sum, zero } from "./ratio.ts";
import type { Command } from "./scenario.ts";
import { equityNow, multiplierOf, ownOrder, type Setup, type State } from "./state.ts";
import { submit } from "./submit.ts";
import { knownOf } from "./words.ts";

/** Does what the strategy says at a close. */
export function obey(setup: Setup, state: State, command: Command): void {
  switch (command.do) {
    case "order":
      submit(setup, state, command, {});
      return;
    case "pair": {
      const [a, b] = [submit(setup, state, command.first, {}), submit(setup, state, command.second, {})];
      link(setup, state, command.link ?? "oco", a, b);
      return;
    }
    case "target":
      target(setup, state, command.symbol, parse(command.quantity));
      return;
    case "targetPercent": {
      const share = ratio(BigInt(command.num), BigInt(command.den));
      target(setup, state, command.symbol, wholeLots(setup, state, command.symbol, multiply(equityNow(setup, state), share)));
      return;
    }
    case "value":
      fitting(setup, state, command.symbol, wholeLots(setup, state, command.symbol, parse(command.value)));
      return;
    case "close": {
      const closing = state.orders.filter((order) => order.symbol === command.symbol && order.closing && isActive(order));
      const held = position(state.account, command.symbol);
      const quantity = subtract(negate(held), sum(closing.map(signedRemaining)));
      // Earlier closes may cover more than is left: closing never opens.
      if (sign(held) * sign(quantity) < 0) submit(setup, state, { symbol: command.symbol, quantity: format(quantity) }, { closing: true });
      return;
    }
    case "cancel": {
      const order = ownOrder(state, command.order);
      if (order !== undefined) cancel(setup, state, order);
      return;
    }
    case "modify":
      modify(setup, state, command);
      return;
    case "oto":
      oneTriggersOthers(setup, state, command);
      return;
    case "bracket":
      bracket(setup, state, command);
      return;
  }
}

function cancel(setup: Setup, state: State, order: Order): void {
  if (isFinal(order)) {
    if (!isFinal(knownOf(state, order))) sendInVain(state, "cancel");
    return;
  }
  if (isCancelling(state, order)) return;
  const sent = trip(setup, state, order, "cancel");
  if (sent === undefined) end(state, order, "canceled", "userCancel");
  else ask(state, order, sent, { do: "cancel" });
}

/** Quotient of value and price, toward zero to the lot (SPEC O4). */
function wholeLots(setup: Setup, state: State, symbol: string, value: Ratio): Ratio {
  const price = multiply(state.closes[symbol] ?? zero, multiplierOf(setup, symbol));
  return roundToMultiple(divide(value, price), setup.lot, "down");
}

function target(setup: Setup, state: State, symbol: string, wanted: Ratio): void {
  const open = state.orders.filter((order) => order.symbol === symbol && (order.parent === undefined || order.oto) && isActive(order));
  fitting(setup, state, symbol, subtract(subtract(wanted, position(state.account, symbol)), sum(open.map(signedRemaining))));
}

function fitting(setup: Setup, state: State, symbol: string, quantity: Ratio): void {
  if (!isZero(quantity)) submit(setup, state, { symbol, quantity: format(quantity) }, { fit: true });
}
