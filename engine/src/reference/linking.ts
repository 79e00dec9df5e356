import { beginAtLink } from "./children.ts";
import { resize } from "./links.ts";
import { record, recordNew, recordTerms } from "./log.ts";
import { latencyText, takeBack, trip } from "./messages.ts";
import { isFinal, type Order, remaining } from "./orders.ts";
import { compare, format, negate, parse, zero } from "./ratio.ts";
import type { Command } from "./scenario.ts";
import { ownOrder, type Setup, type State } from "./state.ts";
import { accept, create, submit } from "./submit.ts";
import { tellOwn } from "./words.ts";

/** SPEC O8. */
export function bracket(setup: Setup, state: State, command: Extract<Command, { do: "bracket" }>): void {
  const { symbol, quantity } = command;
  const entry = create(setup, state, { symbol, quantity, ...(command.entry === undefined ? {} : { limit: command.entry }) }, {});
  const exit = format(negate(parse(quantity)));
  const takeProfit = create(setup, state, { symbol, quantity: exit, limit: command.takeProfit }, { parent: entry.id });
  const stopLoss = create(setup, state, { symbol, quantity: exit, stop: command.stopLoss }, { parent: entry.id });
  takeProfit.sibling = stopLoss.id;
  stopLoss.sibling = takeProfit.id;
  for (const child of [takeProfit, stopLoss]) recordNew(state, child);
  accept(setup, state, entry);
}

/** SPEC O16. */
export function oneTriggersOthers(setup: Setup, state: State, command: Extract<Command, { do: "oto" }>): void {
  const parent = "order" in command.parent ? ownOrder(state, command.parent.order) : submit(setup, state, command.parent, {});
  if (parent === undefined) return;
  const said = command.children.map(({ terms, held }) => ({ terms, order: held ? submit(setup, state, terms, {}) : undefined }));
  const children: Order[] = [];
  for (const { terms, order } of said) {
    if (order !== undefined && order.status !== "accepted" && order.status !== "submitted") continue;
    const child = order ?? create(setup, state, terms, { parent: parent.id, oto: true });
    if (order === undefined) sendChild(setup, state, child);
    else hold(state, order, parent);
    children.push(child);
    beginAtLink(setup, state, parent, child);
  }
  const [a, b] = children;
  if (command.link !== undefined && a !== undefined && b !== undefined) link(setup, state, command.link, a, b);
}

/** What waits for another acts no earlier than its own message would have arrived (SPEC F12). */
function sendChild(setup: Setup, state: State, child: Order): void {
  const sent = trip(setup, state, child, "submit");
  child.from = sent?.day ?? 0;
  recordNew(state, child, sent && latencyText(sent));
}

function hold(state: State, order: Order, parent: Order): void {
  const waits = { status: "initialized", parent: parent.id, oto: true, base: zero, reserve: zero, counted: zero } as const;
  Object.assign(order, { ...waits, from: takeBack(state, order), flying: false });
  record(state, { type: "order", id: order.id, status: "initialized", parent: parent.id });
  tellOwn(state, order);
}

/** Two orders of which one's fills move the other (SPEC E13, O17). */
export function link(setup: Setup, state: State, kind: "oco" | "ouo", a: Order, b: Order): void {
  if (isFinal(a) || isFinal(b) || (kind === "ouo" && compare(remaining(a), remaining(b)) !== 0)) return;
  const key = kind === "ouo" ? "ouo" : "sibling";
  a[key] = b.id;
  b[key] = a.id;
  for (const order of [a, b]) recordTerms(state, order);
  if (kind === "oco")
    for (const [order, other] of [
      [a, b],
      [b, a],
    ] as const)
      resize(setup, state, order, other);
}
