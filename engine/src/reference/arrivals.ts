import { refusal, reserve } from "./funds.ts";
import { end } from "./links.ts";
import { recordStatus } from "./log.ts";
import type { Message } from "./messages.ts";
import { apply, changedBy, notCarried, refuse } from "./modify.ts";
import { isFinal, type Order, type Status } from "./orders.ts";
import { isZero, zero } from "./ratio.ts";
import { orderOf, type Setup, type State } from "./state.ts";
import { tell } from "./words.ts";

/** SPEC F12: before the open, what has arrived takes effect in the order in which it was sent. */
export function deliver(setup: Setup, state: State): void {
  const { post } = state;
  if (post === undefined) return;
  const due = post.messages.filter(({ day }) => day <= state.day);
  post.messages = post.messages.filter(({ day }) => day > state.day);
  for (const message of due) {
    const order = orderOf(state, message.order);
    if (order === undefined) continue;
    post.arriving = order.id;
    takeEffect(setup, state, order, message);
    post.arriving = undefined;
  }
}

function takeEffect(setup: Setup, state: State, order: Order, { asks }: Message): void {
  if (isFinal(order)) return;
  if (asks.do === "submit") land(setup, state, order);
  else if (asks.do === "cancel") end(state, order, "canceled", "userCancel");
  else {
    const changed = asks.overtaken ? undefined : changedBy(order, asks.change);
    const refused = changed === undefined ? "tooLate" : notCarried(setup, state, order, changed);
    const status = standing(order);
    if (refused !== undefined || changed === undefined) {
      refuse(state, order, refused ?? "tooLate", status);
      return;
    }
    apply(setup, state, order, { ...changed, status }, asks.change);
    // Its new numbers are one word, where it stands another.
    if (!isFinal(order)) tell(state, order, order.status);
  }
}

/** An order reaches the market, where the account judges it again. */
function land(setup: Setup, state: State, order: Order): void {
  order.flying = false;
  if (order.lastDay !== undefined && order.lastDay < state.day) {
    end(state, order, "expired", "gtdEnd");
    return;
  }
  Object.assign(order, { status: "submitted", reserve: zero, counted: zero });
  const refused = refusal(setup, state, order);
  if (refused !== undefined) {
    end(state, order, "rejected", refused);
    return;
  }
  Object.assign(order, { status: "accepted", said: state.day - 1 });
  recordStatus(state, order);
  reserve(setup, state, order);
}

/** The status of an order without messages about it. */
function standing(order: Order): Status {
  if (order.status === "initialized") return "initialized";
  if (!isZero(order.filled)) return "partiallyFilled";
  return order.triggered ? "triggered" : "accepted";
}
