/** One symbol of the problem: `target` and `value` in the same exact unit of money, `cost` in another one that `cash` shares. */
export interface Holding {
  /** Money the symbol should be worth. */
  readonly target: bigint;
  /** Money one lot is worth. */
  readonly value: bigint;
  /** Lots to trade for reaching `lots`, a started one counted whole. */
  readonly traded: (lots: bigint) => bigint;
  /** Money that reaching `lots` takes (negative: brings), with slippage and fees. */
  readonly cost: (lots: bigint) => bigint;
  /** A convex function of `lots` that `cost` is never below: `base + lots × slope`. */
  readonly leastCost: { readonly base: bigint; readonly slope: bigint };
}

/** More symbols than this are solved by descent. */
const mostExact = 12;
/** The search of one rebalance looks at no more combinations: the best one found until then stands. */
const mostNodes = 1_000_000;

/**
 * Lots of each symbol, none below zero, with the least sum of squared differences between target and worth, among those that cost at most
 * `cash` (SPEC O24). Ties: fewer lots traded, then earlier symbols nearer to their target, then fewer lots of earlier symbols. `undefined`
 * when nothing that was looked at can be paid. All arithmetic is on integers.
 */
export function wholeLots(holdings: readonly Holding[], cash: bigint): bigint[] | undefined {
  const free = holdings.map((holding) => cheapest(holding, 0n));
  if (costOf(holdings, free) <= cash) return free;
  const price = shadowPrice(holdings, cash);
  if (price === undefined) return undefined;
  const start = improve(
    holdings,
    holdings.map((holding) => cheapest(holding, price)),
    cash,
  );
  return holdings.length <= mostExact ? search(holdings, cash, price, start) : start;
}

/** Whole lots nearest to the target; between two equally near ones the fewer traded. For accounts that may owe money. */
export function nearestLots(target: bigint, value: bigint, traded: (lots: bigint) => bigint): bigint {
  const low = floorDivide(target, value);
  const [below, above] = [gap(target, value, low), gap(target, value, low + 1n)];
  if (below !== above) return below < above ? low : low + 1n;
  return traded(low) <= traded(low + 1n) ? low : low + 1n;
}

function gap(target: bigint, value: bigint, lots: bigint): bigint {
  const difference = target - lots * value;
  return difference * difference;
}

function costOf(holdings: readonly Holding[], lots: readonly bigint[]): bigint {
  return holdings.reduce((sum, { cost }, index) => sum + cost(lots[index] as bigint), 0n);
}

/** The lots with the least gap plus `price` times cost; of equal ones the fewer traded, then the fewer. */
function cheapest(holding: Holding, price: bigint): bigint {
  let best: { lots: bigint; sum: bigint } | undefined;
  around(holding, price, (lots, sum, bound) => {
    if (best !== undefined && bound > best.sum) return false;
    if (best === undefined || sum < best.sum || (sum === best.sum && isLess(holding, lots, best.lots))) best = { lots, sum };
    return true;
  });
  return best?.lots ?? 0n;
}

function isLess({ traded }: Holding, a: bigint, b: bigint): boolean {
  const [first, second] = [traded(a), traded(b)];
  return first === second ? a < b : first < second;
}

/** Visits lots from the bottom of `gap + price × leastCost` outward, each way until `visit` says that its bound is too high. */
function around(holding: Holding, price: bigint, visit: (lots: bigint, sum: bigint, bound: bigint) => boolean): void {
  const { target, value, cost, leastCost } = holding;
  const bottom = floorDivide(2n * value * target - price * leastCost.slope, 2n * value * value);
  const start = bottom < 0n ? 0n : bottom;
  const at = (lots: bigint): boolean => {
    const own = gap(target, value, lots);
    return visit(lots, own + price * cost(lots), own + price * (leastCost.base + leastCost.slope * lots));
  };
  // `start + 1` is on the rising side; `start` may be the last of the falling one.
  for (let lots = start; lots >= 0n && at(lots); lots--);
  for (let lots = start + 1n; at(lots); lots++);
}

/** A price of money at which what each symbol would choose for itself can be paid together; nearly the least one. */
function shadowPrice(holdings: readonly Holding[], cash: bigint): bigint | undefined {
  const isPaid = (price: bigint) =>
    costOf(
      holdings,
      holdings.map((holding) => cheapest(holding, price)),
    ) <= cash;
  let high = 1n;
  // Beyond this price the target is no weight against any cost.
  const most = holdings.reduce((sum, { target, value }) => sum + target * value, 1n) * 2n ** 64n;
  while (!isPaid(high)) {
    if (high > most) return undefined;
    high *= 16n;
  }
  let low = high / 16n;
  while (high - low > high >> 24n && high - low > 1n) {
    const middle = (low + high) / 2n;
    if (isPaid(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Moves one symbol by one lot at a time, each time where the sum of gaps falls most, while that can be paid. */
function improve(holdings: readonly Holding[], from: readonly bigint[], cash: bigint): bigint[] {
  const lots = [...from];
  for (let spent = costOf(holdings, lots); ; ) {
    let best: { index: number; to: bigint; gain: bigint; cost: bigint } | undefined;
    for (const [index, { target, value, cost }] of holdings.entries()) {
      const now = lots[index] as bigint;
      for (const to of [now - 1n, now + 1n]) {
        const gain = gap(target, value, now) - gap(target, value, to);
        if (to < 0n || gain <= (best?.gain ?? 0n)) continue;
        const after = spent - cost(now) + cost(to);
        if (after <= cash) best = { index, to, gain, cost: after };
      }
    }
    if (best === undefined) return lots;
    lots[best.index] = best.to;
    spent = best.cost;
  }
}

interface Choice {
  readonly lots: bigint;
  readonly gap: bigint;
  readonly cost: bigint;
  readonly traded: bigint;
  /** How far gap plus price times cost is above the symbol's least: what the choice takes from the room there is. */
  readonly excess: bigint;
}

/**
 * Branch and bound. With a price on money, no combination that can be paid has a smaller sum of gaps than the symbols' least sums of gap and
 * priced cost, less the priced cash: what lies above that bound by more than `start` does is left out.
 */
function search(holdings: readonly Holding[], cash: bigint, price: bigint, start: readonly bigint[]): bigint[] {
  const gapOf = (lots: readonly bigint[]) =>
    holdings.reduce((sum, { target, value }, index) => sum + gap(target, value, lots[index] as bigint), 0n);
  const leasts = holdings.map((holding) => {
    const lots = cheapest(holding, price);
    return gap(holding.target, holding.value, lots) + price * holding.cost(lots);
  });
  const floor = leasts.reduce((sum, least) => sum + least, 0n) - price * cash;
  const room = gapOf(start) - floor;
  const choices = holdings.map((holding, index) => choicesOf(holding, price, leasts[index] as bigint, room));
  // The least that the symbols from each one on can cost.
  const leastCosts = [0n];
  for (const list of choices.toReversed()) {
    const least = list.reduce((low, { cost }) => (cost < low ? cost : low), list[0]?.cost ?? 0n);
    leastCosts.unshift(least + (leastCosts[0] as bigint));
  }
  let best = start.map((lots, index) => choiceAt(holdings[index] as Holding, lots));
  let bestGap = gapOf(start);
  let nodes = 0;
  const chosen: Choice[] = [];
  const descend = (index: number, excess: bigint, cost: bigint, sum: bigint): void => {
    if (index === holdings.length) {
      if (sum < bestGap || (sum === bestGap && isPreferred(chosen, best))) [best, bestGap] = [[...chosen], sum];
      return;
    }
    for (const choice of choices[index] as readonly Choice[]) {
      if (floor + excess + choice.excess > bestGap || nodes > mostNodes) return;
      nodes++;
      if (cost + choice.cost + (leastCosts[index + 1] as bigint) > cash) continue;
      chosen.push(choice);
      descend(index + 1, excess + choice.excess, cost + choice.cost, sum + choice.gap);
      chosen.pop();
    }
  };
  descend(0, 0n, 0n, 0n);
  return best.map(({ lots }) => lots);
}

/** Every number of lots that leaves room, the one that leaves most first. */
function choicesOf(holding: Holding, price: bigint, least: bigint, room: bigint): Choice[] {
  const list: Choice[] = [];
  around(holding, price, (lots, sum, bound) => {
    if (bound - least > room) return false;
    if (sum - least <= room) list.push({ ...choiceAt(holding, lots), excess: sum - least });
    return true;
  });
  return list.sort((a, b) => compare(a.excess, b.excess) || compare(a.lots, b.lots));
}

function choiceAt({ target, value, cost, traded }: Holding, lots: bigint): Choice {
  return { lots, gap: gap(target, value, lots), cost: cost(lots), traded: traded(lots), excess: 0n };
}

function isPreferred(a: readonly Choice[], b: readonly Choice[]): boolean {
  const tradedOf = (choices: readonly Choice[]) => choices.reduce((sum, { traded }) => sum + traded, 0n);
  const byTraded = compare(tradedOf(a), tradedOf(b));
  if (byTraded !== 0) return byTraded < 0;
  for (const key of ["gap", "lots"] as const) {
    for (const [index, choice] of a.entries()) {
      const order = compare(choice[key], b[index]?.[key] ?? 0n);
      if (order !== 0) return order < 0;
    }
  }
  return false;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}
