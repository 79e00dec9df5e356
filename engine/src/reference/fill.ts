import { book, position } from "./account.ts";
import { chanceOf, misses } from "./chance.ts";
import { feeOf, inForce, tierAt, tradedBefore } from "./costs.ts";
import { refusal, reserve, withinMargin } from "./funds.ts";
import { flushMarks, type Line, move, postings, present, record, recordStatus, recordTerms } from "./log.ts";
import {
  awaitsPrint,
  awaitsTrigger,
  isFinal,
  isForPrint,
  isLimit,
  isMarket,
  isWorking,
  limitFromTrail,
  type Order,
  ratchet,
  reaches,
  remaining,
  sleeps,
  triggersIntoLimit,
  waiting,
  withinLimit,
} from "./orders.ts";
import {
  absolute,
  add,
  compare,
  divide,
  format,
  isZero,
  less,
  maximum,
  minimum,
  multiply,
  negate,
  parse,
  type Ratio,
  roundToMultiple,
  sign,
  subtract,
  zero,
} from "./ratio.ts";
import { dateOf, type ScenarioCommission } from "./scenario.ts";
import { againstTrader, exactlySlipped } from "./slippage.ts";
import { barToday, multiplierOf, orderOf, type Setup, type State, throughTick } from "./state.ts";

/** A price an order has reached, before slippage, and where. */
export interface Reached {
  readonly price: Ratio;
  readonly point: string;
  readonly rule: string;
  /** Level of the order that was reached; absent for market orders. */
  readonly trigger?: Ratio;
  readonly maker?: boolean;
  /** Own orders that would fill at this very point and price. */
  readonly rivals?: () => readonly Order[];
  readonly luck?: { readonly probability: string; readonly drawn: string } | undefined;
}

/** Gives an order its chance at a price: liquidity, funds, fill, and what follows from the fill. */
export function act(setup: Setup, state: State, order: Order, reached: Reached): void {
  order.acted = state.day;
  const luck = reached.rule === "closeAtEnd" ? undefined : chanceOf(setup, state, order);
  const maker = isMaker(state, order, reached);
  const unlimited = reached.rule === "closeAtEnd";
  const liquidity = unlimited ? undefined : liquidityLeft(setup, state, order.symbol);
  const open = liquidity === undefined ? remaining(order) : minimum(remaining(order), liquidity);
  const piece = unlimited ? open : minimum(partOf(setup, open), shownOf(order));
  // Without any volume left nothing acts: such an order ends with the others that had their one chance at the open.
  if (order.tif === "FOK" && !isZero(piece) && less(partOf(setup, open), remaining(order))) {
    end(state, order, "canceled", "fillOrKill");
    return;
  }
  if (awaitsTrigger(order)) trigger(state, order);
  if (isZero(piece)) return;
  if (!unlimited && meetsItself(setup, state, order, reached)) {
    if (!isWorking(order)) return;
    act(setup, state, order, reached);
    return;
  }

  const most = order.reduceOnly ? minimum(piece, absolute(position(state.account, order.symbol))) : piece;
  const allowed = unlimited ? piece : affordable(setup, state, order, most, { ...reached, maker });
  if (allowed === "short" || allowed === "margin") {
    end(state, order, "canceled", allowed === "short" ? "shortNotAllowed" : "insufficientMargin");
    return;
  }
  if (isZero(allowed)) {
    end(state, order, "canceled", "insufficientCash");
    return;
  }
  if (less(allowed, piece)) {
    order.reason = less(most, piece) ? "reduceOnly" : order.buying ? "insufficientCash" : "shortNotAllowed";
  }
  fill(setup, state, order, allowed, { ...reached, luck, maker }, piece);
}

/** SPEC O22: an order and an own one of the other side must not fill at one price. Whether one of them had to give way. */
function meetsItself(setup: Setup, state: State, order: Order, reached: Reached): boolean {
  const { selfTrade } = setup.scenario;
  if (selfTrade === undefined) return false;
  const rival = [...(reached.rivals?.() ?? [])]
    .sort((a, b) => a.id - b.id)
    .find((other) => other.symbol === order.symbol && other.buying !== order.buying && other !== order);
  if (rival === undefined) return false;
  const [older, newer] = order.id < rival.id ? [order, rival] : [rival, order];
  if (selfTrade === "cancelNewest") end(state, newer, "canceled", "selfTrade");
  else if (selfTrade === "cancelOldest") end(state, older, "canceled", "selfTrade");
  else if (selfTrade === "cancelBoth") for (const one of [older, newer]) end(state, one, "canceled", "selfTrade");
  else {
    const taken = minimum(remaining(older), remaining(newer));
    for (const one of [older, newer]) {
      if (compare(remaining(one), taken) === 0) {
        end(state, one, "canceled", "selfTrade");
        continue;
      }
      one.quantity = subtract(one.quantity, taken);
      recordTerms(state, one);
      reserve(setup, state, one);
    }
  }
  return true;
}

/** SPEC M9: a limit order that has rested; not at the first print it meets, nor where its trigger was reached. */
function isMaker(state: State, order: Order, reached: Reached): boolean {
  if (!isLimit(order) || isForPrint(order)) return false;
  const first = order.met === undefined || (order.met === state.day && reached.point === "open");
  return order.kind !== "limit" || !first;
}

/** What an order shows at a point; all of it when it is no iceberg (SPEC O15). */
function shownOf(order: Order): Ratio {
  if (order.display === undefined) return remaining(order);
  if (isZero(order.shown)) order.shown = minimum(order.display, remaining(order));
  return minimum(order.shown, remaining(order));
}

/** A shown part that is used up is replaced and goes behind the others; it may act again at the same price. */
function replaceShown(state: State, order: Order, filled: Ratio): void {
  if (order.display === undefined) return;
  order.shown = subtract(order.shown, filled);
  if (!isZero(order.shown) || !isWorking(order)) return;
  order.standing = state.turns++;
  order.acted = -1;
}

/** SPEC F11: of what could fill, a part does, toward zero to the lot and at least one lot. */
function partOf(setup: Setup, quantity: Ratio): Ratio {
  const { partial } = setup.scenario;
  if (partial === undefined || isZero(quantity)) return quantity;
  return maximum(setup.lot, roundToMultiple(multiply(quantity, parse(partial)), setup.lot, "down"));
}

/** A stop, trail or touch has been reached. One that stands again after a fill triggers again. */
function trigger(state: State, order: Order): void {
  const limit = limitFromTrail(order);
  order.limit = limit;
  order.triggered = true;
  if (order.status === "accepted") order.status = "triggered";
  recordStatus(state, order, order.trailLimit === undefined || limit === undefined ? {} : { limit: format(limit) });
}

/** The bar's budget (SPEC F6); undefined without a limit. */
function budgetOf(setup: Setup, state: State, symbol: string): Ratio | undefined {
  const { volumeLimit, slippage } = setup.scenario;
  const limits = [volumeLimit, slippage.model === "volumeShare" ? slippage.limit : undefined].filter((limit) => limit !== undefined);
  if (limits.length === 0) return undefined;
  const volume = barToday(setup, state, symbol)?.volume ?? zero;
  return roundToMultiple(multiply(limits.map(parse).reduce(minimum), volume), setup.lot, "down");
}

/** What is left of it. */
export function liquidityLeft(setup: Setup, state: State, symbol: string): Ratio | undefined {
  const budget = budgetOf(setup, state, symbol);
  return budget && maximum(zero, subtract(budget, state.used[symbol] ?? zero));
}

interface Priced {
  readonly price: Ratio;
  readonly notional: Ratio;
  readonly fee: Ratio;
  /** The fee before a venue's rounding. */
  readonly exactFee: Ratio;
  readonly rawFee: Ratio;
  readonly boundedFee: Ratio;
  /** Whether slippage had to be rounded. */
  readonly rounded: boolean;
}

const neverSlip = ["limit", "stopLimit", "limitIfTouched", "trailingStopLimit", "limitOnOpen", "limitOnClose", "closeAtEnd"];

/** Price after slippage and fee of filling so much. */
function priced(setup: Setup, state: State, order: Order, quantity: Ratio, reached: Reached): Priced {
  const slips = !neverSlip.includes(reached.rule);
  const { symbol, buying } = order;
  const exact = slips ? exactlySlipped(setup, state, { symbol, buying, quantity, price: reached.price }) : reached.price;
  const price = slips ? againstTrader(exact, order.buying) : exact;
  const notional = multiply(multiply(price, quantity), multiplierOf(setup, order.symbol));
  const { owed, charged, raw, bounded } = feeOf(setup, state, order, { quantity, notional, maker: reached.maker ?? false });
  return { price, notional, fee: charged, exactFee: owed, rawFee: raw, boundedFee: bounded, rounded: compare(exact, price) !== 0 };
}

/** How much of a piece the account allows at the fill (SPEC O4, O5, O11). */
function affordable(setup: Setup, state: State, order: Order, piece: Ratio, reached: Reached): Ratio | "short" | "margin" {
  if (setup.scenario.account === "margin") return withinMargin(setup, state, order, piece, reached.price) ? piece : "margin";
  const held = position(state.account, order.symbol);
  if (!order.buying) {
    if (!less(held, piece)) return piece;
    return order.fit && sign(held) > 0 ? held : "short";
  }
  const pays = (quantity: Ratio) => {
    const { notional, fee } = priced(setup, state, order, quantity, reached);
    return compare(add(notional, fee), state.account.cash) <= 0;
  };
  if (pays(piece)) return piece;
  if (!order.fit) return zero;
  const unit = multiply(reached.price, multiplierOf(setup, order.symbol));
  let quantity = minimum(piece, roundToMultiple(maximum(zero, divide(state.account.cash, unit)), setup.lot, "down"));
  while (!isZero(quantity) && !pays(quantity)) quantity = subtract(quantity, setup.lot);
  return quantity;
}

function fill(setup: Setup, state: State, order: Order, quantity: Ratio, reached: Reached, piece: Ratio): void {
  const { price, notional, fee, exactFee, rawFee, boundedFee, rounded } = priced(setup, state, order, quantity, reached);
  const before = position(state.account, order.symbol);
  const open = remaining(order);
  const usedBefore = state.used[order.symbol] ?? zero;
  flushMarks(state, order.symbol);
  const paid = book(state.account, setup.rules, {
    id: `${order.id}.${order.fills + 1}`,
    lots: order.lots,
    symbol: order.symbol,
    day: state.day,
    quantity: order.buying ? quantity : negate(quantity),
    price,
    multiplier: multiplierOf(setup, order.symbol),
    fee,
  });
  state.used[order.symbol] = add(state.used[order.symbol] ?? zero, quantity);
  order.filled = add(order.filled, quantity);
  order.done = add(order.done, quantity);
  order.paid = add(order.paid, fee);
  countCosts(setup, state, order, { quantity, slipped: subtract(price, reached.price), owed: exactFee, charged: fee });
  order.owed = rawFee;
  order.bounded = boundedFee;
  order.firstFill ??= state.day;
  const why = whyOf(setup, state, order, { reached, usedBefore, rounded, ...(less(quantity, piece) && { cutFrom: open }) });
  state.traded.push({ day: state.day, value: notional, quantity });
  order.fills += 1;
  const cut = less(quantity, piece);
  const grows = mayGrow(state, order);
  // What was cut is gone; only an open parent can bring more.
  if (cut && grows) order.quantity = order.filled;
  order.status = (cut || isZero(remaining(order))) && !grows ? "filled" : "partiallyFilled";
  state.fills.push({
    id: `${order.id}.${order.fills}`,
    day: state.day,
    symbol: order.symbol,
    side: order.buying ? "buy" : "sell",
    quantity: format(quantity),
    price: format(price),
    slippage: format(subtract(price, reached.price)),
    fee: format(fee),
    rule: reached.rule,
    point: reached.point,
  });
  record(state, {
    type: "fill",
    id: `${order.id}.${order.fills}`,
    orderId: order.id,
    symbol: order.symbol,
    side: order.buying ? "buy" : "sell",
    quantity: format(quantity),
    price: format(price),
    slippage: format(subtract(price, reached.price)),
    fee: format(fee),
    feeCurrency: "USD",
    status: order.status,
    why,
    postings: postings([
      ["cash", "USD", subtract(paid, fee)],
      ["fees", "USD", exactFee],
      ["rounding", "USD", subtract(fee, exactFee)],
      ["market", "USD", negate(paid)],
      ...move("position", "market", order.symbol, order.buying ? quantity : negate(quantity)),
    ]),
  });
  if (order.kind === "marketToLimit" && order.limit === undefined && order.status === "partiallyFilled") {
    order.limit = reached.price;
    recordTerms(state, order);
  }
  replaceShown(state, order, quantity);
  reserve(setup, state, order);
  resize(setup, state, orderOf(state, order.sibling), order);
  if (order.status === "filled") closeWithPartner(state, order);
  else takeFromPartner(setup, state, order, quantity);
  expireChildren(state, order, before);
  feedChildren(setup, state, order, quantity, reached);
}

/** SPEC M15. */
function countCosts(
  setup: Setup,
  { costs }: State,
  order: Order,
  { quantity, slipped, owed, charged }: { quantity: Ratio; slipped: Ratio; owed: Ratio; charged: Ratio },
): void {
  const signed = order.buying ? quantity : negate(quantity);
  costs.commission = add(costs.commission, owed);
  costs.rounding = add(costs.rounding, subtract(charged, owed));
  costs.slippage = add(costs.slippage, multiply(multiply(slipped, signed), multiplierOf(setup, order.symbol)));
}

interface Circumstances {
  readonly reached: Reached;
  readonly usedBefore: Ratio;
  readonly rounded: boolean;
  /** The quantity before cash or position cut it. */
  readonly cutFrom?: Ratio;
}

/** SPEC E28. */
function whyOf(setup: Setup, state: State, order: Order, { reached, usedBefore, rounded, cutFrom }: Circumstances): Line {
  const bar = (setup.bars[order.symbol] ?? []).slice(0, state.day + 1).filter((bar) => bar !== undefined).length - 1;
  const budget = reached.rule === "closeAtEnd" ? undefined : budgetOf(setup, state, order.symbol);
  const atPrint = reached.point === "open" || reached.point === "close";
  return present({
    rule: reached.rule,
    point: reached.point,
    path: atPrint ? undefined : state.path,
    bar,
    reference: format(reached.price),
    trigger: reached.trigger === undefined ? undefined : format(reached.trigger),
    gap: reached.trigger !== undefined && compare(reached.trigger, reached.price) !== 0,
    cut: cutFrom && { from: format(cutFrom), reason: order.reason },
    liquidity: budget && {
      barVolume: format(barToday(setup, state, order.symbol)?.volume ?? zero),
      budget: format(budget),
      usedBefore: format(usedBefore),
    },
    chance: reached.luck,
    rounded,
    liquiditySide: usesSides(setup.scenario.commission, dateOf(order.firstFill ?? state.day))
      ? reached.maker
        ? "maker"
        : "taker"
      : undefined,
    fee: whyFee(setup, state, order),
  });
}

function usesSides(commission: ScenarioCommission, date: string): boolean {
  const model = inForce(commission, date);
  return model.model === "makerTaker" || (model.model === "tiered" && model.tiers.some((tier) => "maker" in tier));
}

/** The model as the settings give it; a tiered one says the tier and the volume before. */
function whyFee(setup: Setup, state: State, order: Order): Line {
  const model = inForce(setup.scenario.commission, dateOf(order.firstFill ?? state.day));
  if (model.model === "tiered") {
    const volume = tradedBefore(state, model);
    return { model: "tiered", tier: format(parse(tierAt(model, volume).from)), volume: format(volume) };
  }
  return Object.fromEntries(Object.entries(model).map(([key, value]) => [key, /^-?\d/.test(value) ? format(parse(value)) : value]));
}

/** SPEC O8: while its entry is open, a child that has filled all it had waits for more. */
function mayGrow(state: State, child: Order): boolean {
  const entry = orderOf(state, child.parent);
  return entry !== undefined && isWorking(entry);
}

/** What waited for more of an entry that has ended is done. */
function settleChildren(state: State, entry: Order): void {
  for (const child of state.orders) {
    if (child.parent !== entry.id) continue;
    if (child.oto && child.status === "initialized") end(state, child, "canceled", "parentClosed");
    if (!isWorking(child) || !isZero(remaining(child))) continue;
    if (isZero(child.filled)) end(state, child, "canceled", "ocoFilled");
    else {
      child.status = "filled";
      recordStatus(state, child);
    }
  }
}

/** SPEC E13: an order has the share of its size that its partner has not filled, toward zero to the lot. */
function resize(setup: Setup, state: State, order: Order | undefined, partner: Order): void {
  if (order === undefined || !isWorking(order) || isZero(partner.base)) return;
  const left = maximum(zero, subtract(partner.base, partner.done));
  const share = roundToMultiple(divide(multiply(order.base, left), partner.base), setup.lot, "down");
  const open = maximum(zero, subtract(share, order.done));
  if (isZero(open) && !mayGrow(state, order)) {
    end(state, order, "canceled", "ocoFilled");
    return;
  }
  const quantity = add(order.filled, open);
  const changed = compare(quantity, order.quantity) !== 0;
  order.quantity = quantity;
  if (changed) recordTerms(state, order);
  reserve(setup, state, order);
}

/** SPEC O17: what one fills is taken from the other. */
function takeFromPartner(setup: Setup, state: State, order: Order, quantity: Ratio): void {
  const partner = orderOf(state, order.ouo);
  if (partner === undefined || !isWorking(partner)) return;
  partner.quantity = maximum(partner.filled, subtract(partner.quantity, quantity));
  recordTerms(state, partner);
  reserve(setup, state, partner);
}

/** SPEC O17: one that is closed, however, takes the other with it. */
function closeWithPartner(state: State, order: Order): void {
  const partner = orderOf(state, order.ouo);
  if (partner !== undefined && isWorking(partner)) end(state, partner, "canceled", "ouoClosed");
}

/** SPEC O11: children expire when the position is flat or has crossed zero. */
function expireChildren(state: State, filled: Order, before: Ratio): void {
  const after = position(state.account, filled.symbol);
  if (isZero(before) || sign(before) === sign(after)) return;
  for (const other of state.orders) {
    if (other.symbol !== filled.symbol || !isWorking(other)) continue;
    const child = other.parent !== undefined && !other.oto && other.parent !== filled.id && !mayGrow(state, other);
    if (child || other.reduceOnly) end(state, other, "expired", "positionFlat");
  }
}

/** SPEC O8: children have what the entry has filled and act from its path point on. */
function feedChildren(setup: Setup, state: State, entry: Order, quantity: Ratio, reached: Reached): void {
  const all = state.orders.filter((order) => order.parent === entry.id && !isFinal(order));
  const [children, triggered] = [all.filter((child) => !child.oto), all.filter((child) => child.oto)];
  for (const child of children) {
    // A stop that filled all it had triggered for stands again.
    if (isZero(remaining(child))) child.triggered = false;
    child.quantity = child.status === "initialized" ? quantity : add(child.quantity, quantity);
    child.base = add(child.base, quantity);
    child.acted = -1;
    if (child.status === "initialized") child.status = "accepted";
    const partner = orderOf(state, child.sibling);
    recordTerms(state, child);
    if (partner !== undefined) resize(setup, state, child, partner);
    reserve(setup, state, child);
  }
  const active = triggered.filter((child) => growChild(setup, state, entry, child, reached));
  if (!isWorking(entry)) settleChildren(state, entry);
  const acting = [...children, ...active].sort((a, b) => a.id - b.id);
  // At the open and at the close the others of that print come first.
  if (reached.point === "open" || reached.point === "close") state.born.push(...acting.map((child) => child.id));
  else actAtBirth(setup, state, acting, { ...reached, rule: "" });
}

/** SPEC O16: a child has the part of its size that its parent has filled. Whether it may act where the parent filled. */
function growChild(setup: Setup, state: State, parent: Order, child: Order, reached: Reached): boolean {
  const size = roundToMultiple(divide(multiply(child.wanted, parent.done), parent.wanted), setup.lot, "down");
  const more = subtract(size, child.base);
  if (sign(more) <= 0) return false;
  const here = child.symbol === parent.symbol && !awaitsPrint(child);
  if (child.status === "initialized") {
    const sized = { ...child, quantity: size };
    // What waits for a print or another symbol's bar is as if said now; the rest is alive already.
    child.said = here ? state.day - 1 : state.day;
    const refused = refusal(setup, state, sized);
    if (refused !== undefined) {
      end(state, child, "canceled", refused);
      return false;
    }
    Object.assign(child, { status: "accepted", quantity: size, base: size, bornOn: state.day });
    if (here) ratchet(child, reached.price);
  } else {
    if (isZero(remaining(child))) child.triggered = false;
    child.quantity = add(child.quantity, more);
    child.base = add(child.base, more);
  }
  child.acted = -1;
  recordTerms(state, child);
  reserve(setup, state, child);
  // No later step qualifies.
  if (child.lastDay !== undefined && (child.lastDay < state.day || (!here && child.lastDay === state.day))) {
    end(state, child, "expired", "gtdEnd");
    return false;
  }
  return here || (reached.point === "close" && isForThisClose(setup, child));
}

/** A market order that fills at the close of the bar it is said in. */
export const isForThisClose = (setup: Setup, order: Order): boolean =>
  setup.scenario.market === "thisClose" && awaitsPrint(order) && isMarket(order) && order.at === undefined;

/** SPEC O11: a child already past its price acts at its entry's path point. */
export function actAtBirth(setup: Setup, state: State, children: readonly Order[], at: Reached): void {
  const turns = [...children];
  const rivals = () => [...(at.rivals?.() ?? []), ...turns.filter((child) => wouldFillAtBirth(setup, state, child, at.price))];
  for (const child of turns) {
    meetPrice(setup, state, child, { ...at, rivals });
    child.met ??= state.day;
    // An iceberg's next part comes behind the others.
    if (child.display !== undefined && child.acted !== state.day && !isZero(remaining(child)) && isWorking(child) && child.fills > 0)
      turns.push(child);
  }
}

/** Whether a child would fill at the price where it is born: it neither only wakes nor only triggers. */
export function wouldFillAtBirth(setup: Setup, state: State, child: Order, price: Ratio): boolean {
  if (!isWorking(child) || isZero(remaining(child)) || sleeps(child) || child.acted === state.day || misses(setup, state, child))
    return false;
  const wait = waiting(child, zero);
  if (wait === undefined || !reaches(child, wait, price)) return false;
  return !triggersIntoLimit(child) || withinLimit({ ...child, limit: limitFromTrail(child) }, price, throughTick(setup));
}

function meetPrice(setup: Setup, state: State, child: Order, at: Reached): void {
  if (!isWorking(child)) return;
  if (at.point === "close" && isForThisClose(setup, child) && child.acted !== state.day) {
    act(setup, state, child, { ...at, rule: "thisClose" });
    return;
  }
  const wait = waiting(child, zero);
  const there = wait !== undefined && reaches(child, wait, at.price);
  if (sleeps(child)) {
    if (there) wake(state, child, at.price);
  } else if (child.postOnly && !child.judged) {
    child.judged = true;
    if (there) end(state, child, "canceled", "wouldTake");
  } else if (there && child.acted !== state.day && !isZero(remaining(child)) && !misses(setup, state, child)) {
    arrive(setup, state, child, { ...at, rule: child.kind === "marketToLimit" ? "limit" : child.kind, trigger: wait.level });
  }
  // It has had its one chance.
  if (child.oto && (child.tif === "IOC" || child.tif === "FOK") && isWorking(child)) {
    end(state, child, "canceled", child.tif === "FOK" ? "fillOrKill" : "immediateOrCancel");
  }
}

/** SPEC O18: a sleeping trailing stop begins to trail. */
export function wake(state: State, order: Order, price: Ratio): void {
  order.activation = undefined;
  order.reference = price;
  recordStatus(state, order, { activated: true });
}

/** What triggers into a limit order past its limit only triggers; everything else acts. */
export function arrive(setup: Setup, state: State, order: Order, reached: Reached): void {
  if (triggersIntoLimit(order) && !withinLimit({ ...order, limit: limitFromTrail(order) }, reached.price, throughTick(setup))) {
    trigger(state, order);
    return;
  }
  act(setup, state, order, reached);
}

/** Ends an order; an entry that ends without a fill takes its children with it. */
export function end(state: State, order: Order, status: "rejected" | "canceled" | "expired", reason: string): void {
  const again = order.status === status;
  Object.assign(order, { status, reason });
  if (!again) recordStatus(state, order);
  order.reserve = zero;
  order.counted = zero;
  closeWithPartner(state, order);
  if (!isZero(order.filled)) {
    settleChildren(state, order);
    return;
  }
  for (const child of state.orders) {
    if (child.parent === order.id && child.status === "initialized") end(state, child, "canceled", "parentClosed");
  }
}
