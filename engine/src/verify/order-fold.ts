import transitions from "../../../native/crates/engine/src/orders/transitions.json" with { type: "json" };
import type { OrderChange, OrderRow } from "../result/document.ts";
import type { FillEvent, OrderEvent, OrderStatus, OrderTerms } from "../result/log-event.ts";
import type { FeeSoFar } from "./fee-rule.ts";
import type { Findings } from "./findings.ts";
import { type Fraction, fraction, plus, times } from "./fraction.ts";
import type { Scale } from "./scaled.ts";

/** One order as the log builds it up; amounts in ledger steps. */
export interface OrderState {
  readonly id: number;
  /** When it was said. */
  said: string;
  /** It has waited for another order and has got more since it was open. */
  grown: boolean;
  terms: OrderTerms;
  status: OrderStatus;
  reason: string | undefined;
  quantity: bigint;
  filled: bigint;
  /** Σ quantity × price × multiplier of its fills. */
  value: bigint;
  /** As charged, in the account's currency. */
  fees: bigint;
  /** What the commission came to; `undefined` before the first fill. */
  charged: FeeSoFar | undefined;
  fills: number;
  /** A split of its symbol that its next event must follow. */
  split: Fraction | undefined;
  /** The name its symbol has taken, which its next event must say. */
  renamed: string | undefined;
  readonly history: OrderChange[];
  /** Line of the log of each entry of the history. */
  readonly lines: string[];
}

type Changes = Omit<OrderEvent, "type" | "t" | "id" | "status" | "reason" | keyof Travel>;

/** What an event says of a message: no term of the order. */
type Travel = Pick<OrderEvent, "latency" | "arrived" | "refused">;

const legal: Readonly<Record<string, readonly string[]>> = transitions;
const splitPrices = ["limit", "stop", "trail", "ifTouched", "activation", "trailLimit"] as const;
/** Distances and limits that the engine set lie on no tick: a split may leave one that no decimal holds. */
const roundedPrices = new Set(["trail", "trailLimit"]);
const engineLimits = new Set(["marketToLimit", "trailingStopLimit"]);

/** The orders of the log in submission order; every change of status must be a legal one. */
export class OrderFold {
  readonly #scale: Scale;
  readonly #findings: Findings;
  readonly #orders = new Map<number, OrderState>();

  constructor(scale: Scale, findings: Findings) {
    this.#scale = scale;
    this.#findings = findings;
  }

  get count(): number {
    return this.#orders.size;
  }

  get(id: number): OrderState | undefined {
    return this.#orders.get(id);
  }

  change(path: string, event: OrderEvent): void {
    const { type: _type, t, id, status, reason, latency, arrived, refused, ...changes } = event;
    const travel = defined({ latency, arrived, refused });
    const order = this.get(id);
    if (order === undefined) {
      this.#submit(path, event);
      return;
    }
    const before = order.status;
    if (status !== order.status || Object.keys({ ...changes, ...travel }).length === 0) this.#move(path, order, status);
    for (const fixed of ["symbol", "side", "kind"] as const) {
      if (changes[fixed] !== undefined && !(fixed === "symbol" && changes.symbol === order.renamed))
        this.#findings.add(`${path}.${fixed}`, "an order keeps its symbol, side and kind", { found: changes[fixed] });
    }
    // What waits for another order is said, and said again, when that order fills.
    const { quantity } = changes;
    const grows = quantity !== undefined && order.split === undefined && (this.#scale.read(quantity) ?? 0n) > order.quantity;
    if (order.terms.parent !== undefined && ((order.status === "accepted" && before === "initialized") || grows)) {
      order.said = t;
      order.grown = before !== "initialized";
    } else if (before === "submitted" && order.status === "accepted" && arrived === true) order.said = t;
    if (changes.parent !== undefined && this.get(changes.parent) === undefined)
      this.#findings.add(`${path}.parent`, "an order waits for an order before this line", { found: changes.parent });
    if (order.split !== undefined) this.#splitTerms(path, order, order.split, changes);
    order.split = undefined;
    if (order.renamed !== undefined && isOpen(status))
      this.#findings.equal(`${path}.symbol`, order.renamed, changes.symbol, "an open order follows its symbol to its new name");
    order.renamed = undefined;
    order.terms = { ...order.terms, ...changes };
    order.reason = reason ?? order.reason;
    if (changes.quantity !== undefined) order.quantity = this.#quantity(path, changes.quantity);
    order.history.push({ t, status, ...(reason === undefined ? {} : { reason }), ...changes, ...travel });
    order.lines.push(path);
  }

  fill(path: string, event: FillEvent, order: OrderState, quantity: bigint): void {
    this.#move(path, order, event.status);
    order.fills++;
    const left = order.quantity - order.filled;
    order.filled += quantity;
    this.#findings.equal(`${path}.id`, `${event.orderId}.${order.fills}`, event.id, "fills of an order are numbered from 1");
    this.#findings.equal(`${path}.symbol`, order.terms.symbol, event.symbol, "a fill has the symbol of its order");
    this.#findings.equal(`${path}.side`, order.terms.side, event.side, "a fill has the side of its order");
    const { cut } = event.why;
    if (cut !== undefined) {
      this.#findings.equal(
        `${path}.why.cut.from`,
        this.#scale.write(left),
        cut.from,
        () => `a cut starts from the open quantity of the order (${lineList(order.lines)})`,
      );
      order.quantity = order.filled;
      order.reason = cut.reason;
    }
    if (order.filled > order.quantity) {
      this.#findings.add(`${path}.quantity`, () => `an order fills at most its open quantity (${lineList(order.lines)})`, {
        expected: this.#scale.write(left),
        found: event.quantity,
      });
    }
    const status = order.filled >= order.quantity && !this.#mayGrow(order) ? "filled" : "partiallyFilled";
    this.#findings.equal(`${path}.status`, status, event.status, () => `the status follows from what is filled (${lineList(order.lines)})`);
    order.history.push({ t: event.t, status: event.status, fill: event.id });
    order.lines.push(path);
  }

  /** A split of a symbol multiplies its open orders; their next event must say so. */
  split(symbol: string, ratio: Fraction): void {
    for (const order of this.#orders.values()) {
      if (order.terms.symbol !== symbol || !isOpen(order.status)) continue;
      order.split = ratio;
    }
  }

  /** A symbol has another name: its open orders follow, or end. */
  rename(symbol: string, renamed: string): void {
    for (const order of this.#orders.values()) if (order.terms.symbol === symbol && isOpen(order.status)) order.renamed = renamed;
  }

  /** Open orders of a symbol that no longer trades. */
  openOf(symbol: string): OrderState[] {
    return [...this.#orders.values()].filter((order) => order.terms.symbol === symbol && isOpen(order.status));
  }

  /** What open orders of a symbol with this tag have not filled. */
  openQuantity(symbol: string, tag: string): bigint {
    let open = 0n;
    for (const { terms, status, quantity, filled } of this.#orders.values())
      if (terms.symbol === symbol && terms.tag === tag && isOpen(status)) open += quantity - filled;
    return open;
  }

  /** Lines of the log that name an order, in their order. */
  linesOf(id: number): readonly string[] {
    return this.get(id)?.lines ?? [];
  }

  /** The orders as the document lists them. */
  rows(multiplierOf: (symbol: string) => bigint): OrderRow[] {
    const scale = this.#scale;
    const numbered = [...this.#orders.values()].sort((a, b) => a.id - b.id);
    for (const [i, { id, lines }] of numbered.entries()) {
      if (id !== i + 1) this.#findings.add(`${lines[0]}.id`, "orders are numbered 1, 2, … without gaps", { expected: i + 1, found: id });
    }
    return numbered.map(({ id, terms, status, reason, filled, fees, value, history }) => ({
      id,
      ...terms,
      status,
      ...(reason === undefined ? {} : { reason }),
      filled: scale.write(filled),
      fees: scale.write(fees),
      ...(filled > 0n ? { averagePrice: scale.writePrice(value, fraction(filled), multiplierOf(terms.symbol)) } : {}),
      history,
    }));
  }

  #submit(path: string, { type: _type, t, id, status, reason, latency, arrived, refused, ...terms }: OrderEvent): void {
    if (terms.parent !== undefined && terms.parent >= id) {
      this.#findings.add(`${path}.parent`, "the children of a bracket are numbered after their entry", { found: terms.parent });
    }
    const { symbol, side, quantity, kind, tif } = terms;
    if (symbol === undefined || side === undefined || quantity === undefined || kind === undefined || tif === undefined) {
      this.#findings.add(path, "the first event of an order has its symbol, side, quantity, kind and tif", { found: terms });
      return;
    }
    if (!["initialized", "submitted", "accepted", "rejected", "denied"].includes(status)) {
      this.#findings.add(`${path}.status`, `an order does not begin as ${status}`, { found: status });
    }
    this.#orders.set(id, {
      id,
      said: t,
      grown: false,
      terms: { ...terms, symbol, side, quantity, kind, tif },
      status,
      reason,
      quantity: this.#quantity(path, quantity),
      filled: 0n,
      value: 0n,
      fees: 0n,
      charged: undefined,
      fills: 0,
      split: undefined,
      renamed: undefined,
      history: [
        { t, status, ...(reason === undefined ? {} : { reason }), ...changeable(terms), ...defined({ latency, arrived, refused }) },
      ],
      lines: [path],
    });
  }

  /** Legal in one step, or over `submitted`, which lasts no time without latency. */
  #move(path: string, order: OrderState, status: OrderStatus): void {
    const next = legal[order.status] ?? [];
    const onward = next.includes("submitted") ? (legal.submitted ?? []) : [];
    if (!next.includes(status) && !onward.includes(status)) {
      this.#findings.add(`${path}.status`, `an order that is ${order.status} cannot become ${status}`, {
        expected: next.join(", "),
        found: status,
      });
    }
    order.status = status;
  }

  #splitTerms(path: string, order: OrderState, ratio: Fraction, changes: Changes): void {
    if (changes.quantity === undefined) return;
    const rest = times(fraction(order.quantity - order.filled), ratio);
    const scaled = this.#scale.writeQuantity(plus(fraction(order.filled), rest));
    const said = lineList(order.lines);
    this.#findings.equal(
      `${path}.quantity`,
      scaled,
      changes.quantity,
      `a split multiplies what is open of an order (${said}) by its ratio`,
    );
    if (order.terms.display !== undefined) {
      const part = this.#scale.writeQuantity(times(fraction(this.#quantity(path, order.terms.display)), ratio));
      this.#findings.equal(`${path}.display`, part, changes.display, `a split multiplies the shown part (${said}) by its ratio`);
    }
    for (const name of splitPrices) {
      const price = order.terms[name];
      const mantissa = price === undefined ? undefined : this.#scale.read(price);
      const isRounded = roundedPrices.has(name) || (name === "limit" && engineLimits.has(order.terms.kind));
      if (mantissa === undefined || (isRounded && (mantissa * ratio.den) % ratio.num !== 0n)) continue;
      if (name === "activation" && order.terms.activated) continue;
      const moved = this.#scale.writeQuantity(fraction(mantissa * ratio.den, ratio.num));
      // A price has at most 8 decimals; the ledger may hold more.
      if (isRounded && (moved.split(".")[1] ?? "").length > 8) continue;
      this.#findings.equal(`${path}.${name}`, moved, changes[name], `a split divides the prices (${said}) by its ratio`);
    }
  }

  /** A bracket child stays open while its entry may still fill and make it larger. */
  #mayGrow({ terms: { parent } }: OrderState): boolean {
    const entry = parent === undefined ? undefined : this.get(parent);
    return entry !== undefined && isOpen(entry.status);
  }

  #quantity(path: string, text: string): bigint {
    const quantity = this.#scale.read(text);
    if (quantity !== undefined && quantity >= 0n) return quantity;
    this.#findings.add(`${path}.quantity`, "a quantity is not negative and fits the lot", { found: text });
    return 0n;
  }
}

/** Those that are said. */
function defined(travel: { readonly [K in keyof Travel]: Travel[K] | undefined }): Travel {
  return Object.fromEntries(Object.entries(travel).filter(([, value]) => value !== undefined));
}

/** Lines of the log in a message: of many the first and the last. */
export function lineList(lines: readonly string[]): string {
  return lines.length <= 8 ? lines.join(", ") : `${lines.slice(0, 3).join(", ")}, …, ${lines.slice(-4).join(", ")}`;
}

/** The terms that a later event may change; the history repeats them from the first event on. */
function changeable({
  quantity,
  limit,
  stop,
  trail,
  trailPercent,
  ifTouched,
  activation,
  trailLimit,
  display,
  ouo,
  oco,
}: Changes): Changes {
  const said = Object.entries({ quantity, limit, stop, trail, trailPercent, ifTouched, activation, trailLimit, display, ouo, oco }).filter(
    ([, value]) => value !== undefined,
  );
  return Object.fromEntries(said);
}

function isOpen(status: OrderStatus): boolean {
  return (legal[status] ?? []).length > 0;
}
