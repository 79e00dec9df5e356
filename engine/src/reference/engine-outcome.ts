import {
  type BacktestOptions,
  backtest,
  barsFrom,
  type Context,
  type Decimal,
  defineStrategy,
  type Order,
  type OrderOptions,
  type ResultDocument,
} from "rustybt";
import type { Outcome, OutcomeHeard } from "./outcome.ts";
import { type Command, dateOf, dayOf, detailTime, type OracleScenario, type OrderTerms, type ScenarioSymbol } from "./scenario.ts";
import { fileSettings, ScenarioFolder } from "./scenario-files.ts";

export interface EngineRun {
  readonly result: ResultDocument;
  readonly heard: readonly OutcomeHeard[];
}

/** Runs a scenario through the public API and returns its result document. */
export async function runEngine(scenario: OracleScenario): Promise<EngineRun> {
  const orders = new Map<number, Known>();
  const heard: OutcomeHeard[] = [];
  let told: [order: number, what: string][] = [];
  const strategy = defineStrategy({
    name: "random scenario",
    ...(scenario.latency !== undefined && {
      onOrder: (_ctx, _state, { order, status }) => void told.push([order.id, status]),
      onFill: (_ctx, _state, { orderId, id }) => void told.push([orderId, id]),
    }),
    onBar(ctx) {
      if (scenario.latency !== undefined) {
        heard.push(heardNow(dayOf(`${ctx.date}T`), told, orders));
        told = [];
      }
      for (const command of scenario.commands[dayOf(`${ctx.date}T`)] ?? []) obey(ctx, command, orders);
    },
  });
  const folder = new ScenarioFolder();
  try {
    const detail = scenario.symbols.flatMap(detailData);
    const options = {
      ...{ strategy, data: scenario.symbols.map(symbolData), ...settings(scenario), ...fileSettings(scenario, folder) },
      ...(detail.length > 0 && { detail }),
    };
    return { result: (await backtest(options)).toJSON(), heard };
  } finally {
    folder.remove();
  }
}

function heardNow(day: number, told: readonly (readonly [number, string])[], orders: Map<number, Known>): OutcomeHeard {
  const known = [...orders.values()].map(({ order }) => order).sort((a, b) => a.id - b.id);
  return {
    day,
    told: [...told].sort(([a], [b]) => a - b).map(([order, what]) => `${order} ${what}`),
    orders: known.map(({ id, status, filled, quantity }) => `${id} ${status} ${filled} ${quantity}`),
  };
}

function settings(scenario: OracleScenario): Omit<BacktestOptions, "strategy" | "data"> {
  const {
    cash,
    account,
    lots,
    settled,
    commission,
    slippage,
    market,
    path,
    limit,
    volumeLimit,
    partial,
    closeAtEnd,
    symbols,
    probability,
    selfTrade,
    seed,
    interest,
    limits,
  } = scenario;
  const assetClass = settled ? "future" : "equity";
  return {
    cash,
    // The second engine does not call for margin.
    account: { type: account, lots, ...(account === "margin" ? { marginCall: "none" } : {}) },
    commission: commission as BacktestOptions["commission"],
    slippage: (slippage.model === "custom" ? ownSlippage(slippage) : slippage) as BacktestOptions["slippage"],
    fills: { market, path, limit, ...(volumeLimit !== undefined && { volumeLimit }), ...present({ partial, probability, selfTrade }) },
    closeAtEnd,
    ...present({ interest, seed, limits }),
    instruments: Object.fromEntries(symbols.map(({ symbol, multiplier }) => [symbol, { assetClass, multiplier }])),
  };
}

interface OwnFill {
  readonly bar: { readonly high: Decimal; readonly low: Decimal };
  readonly quantity: Decimal;
  readonly reference: Decimal;
}

function ownSlippage({ ofRange, perUnit }: Extract<OracleScenario["slippage"], { model: "custom" }>): (fill: OwnFill) => Decimal {
  return ({ bar, quantity, reference }) => {
    const amount = bar.high.minus(bar.low).times(ofRange).plus(quantity.times(perUnit));
    return amount.gt(reference) ? reference : amount;
  };
}

function symbolData({ symbol, bars }: ScenarioSymbol) {
  const rows = bars.flatMap((bar, day) => (bar === null ? [] : [{ time: dateOf(day), ...bar }]));
  return barsFrom(rows, { symbol });
}

function detailData({ symbol, detail }: ScenarioSymbol) {
  const rows = (detail ?? []).flatMap((bars, day) => bars.map((bar, index) => ({ time: detailTime(day, index), ...bar })));
  return rows.length === 0 ? [] : [barsFrom(rows, { symbol })];
}

const present = <T extends object>(settings: T): T =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as T;

/** An order and the prices it was made with. */
interface Known {
  readonly order: Order;
  readonly prices: readonly string[];
}

type Prices = Readonly<Partial<Record<"limit" | "stop" | "ifTouched", string | undefined>>>;

function obey(ctx: Context, command: Command, orders: Map<number, Known>): void {
  const keep = (order: Order | undefined, { limit, stop, ifTouched }: Prices = {}) => {
    const prices = Object.entries({ limit, stop, ifTouched }).flatMap(([name, price]) => (price === undefined ? [] : [name]));
    if (order !== undefined) orders.set(order.id, { order, prices });
  };
  const submit = ({ symbol, quantity, lots, ...options }: OrderTerms): Order => {
    const order = ctx.order(symbol, quantity, { ...options, ...lotChoice(ctx, symbol, lots) } as OrderOptions);
    keep(order, options);
    return order;
  };
  switch (command.do) {
    case "order": {
      const { do: _, ...terms } = command;
      submit(terms);
      return;
    }
    case "oto": {
      const parent = "order" in command.parent ? orders.get(command.parent.order)?.order : submit(command.parent);
      if (parent === undefined) return;
      const children = command.children.map(({ terms, held }) =>
        held ? submit(terms) : { ...terms, ...lotChoice(ctx, terms.symbol, terms.lots) },
      );
      const usable = children.filter((child) => !("status" in child) || child.status === "accepted" || child.status === "submitted");
      if (usable.length === 0) return;
      const terms = command.children.filter((_, index) => usable.includes(children[index] ?? parent)).map((child) => child.terms);
      const made = ctx.oto(parent, usable as Parameters<Context["oto"]>[1] & readonly unknown[]);
      for (const [index, child] of made.entries()) keep(child, terms[index]);
      link(ctx, command.link, made[0], made[1]);
      return;
    }
    case "pair": {
      const [a, b] = [submit(command.first), submit(command.second)];
      link(ctx, command.link ?? "oco", a, b);
      return;
    }
    case "target":
      keep(ctx.orderTarget(command.symbol, command.quantity));
      return;
    case "targetPercent":
      keep(ctx.orderTargetPercent(command.symbol, { num: BigInt(command.num), den: BigInt(command.den) }));
      return;
    case "value":
      keep(ctx.orderValue(command.symbol, command.value));
      return;
    case "close":
      keep(ctx.close(command.symbol));
      return;
    case "cancel":
      orders.get(command.order)?.order.cancel();
      return;
    case "modify":
      modify(orders.get(command.order), command);
      return;
    case "bracket": {
      const { symbol, quantity, takeProfit, stopLoss, entry } = command;
      const made = ctx.bracket(symbol, quantity, { takeProfit, stopLoss, ...(entry !== undefined && { entry }) });
      keep(made.entry, { limit: entry });
      keep(made.takeProfit, { limit: takeProfit });
      keep(made.stopLoss, { stop: stopLoss });
    }
  }
}

/** Changes only what the order has, and no quantity to less than has filled. */
function modify(known: Known | undefined, { limit, stop, ifTouched, quantity }: Extract<Command, { do: "modify" }>): void {
  if (known === undefined || !known.order.isOpen) return;
  const prices = Object.entries({ limit, stop, ifTouched }).filter(([name, price]) => price !== undefined && known.prices.includes(name));
  const size = quantity !== undefined && known.order.filled.lt(quantity) ? { quantity } : {};
  const changes = { ...Object.fromEntries(prices), ...size };
  if (Object.keys(changes).length > 0) known.order.modify(changes);
}

/** Only orders that can be linked. */
function link(ctx: Context, kind: "oco" | "ouo" | undefined, a: Order | undefined, b: Order | undefined): void {
  if (kind === undefined || a?.isOpen !== true || b?.isOpen !== true) return;
  if (kind === "oco") ctx.oco(a, b);
  else if (a.quantity.minus(a.filled).eq(b.quantity.minus(b.filled))) ctx.ouo(a, b);
}

function lotChoice(ctx: Context, symbol: string, lots: OrderTerms["lots"]): { lots?: string | string[] | undefined } {
  if (lots === undefined || typeof lots === "string") return lots === undefined ? {} : { lots };
  const held = ctx.position(symbol).lots;
  const named = lots.flatMap((place) => held[place]?.id ?? []);
  return { lots: named.length === 0 ? undefined : named };
}

/** The part of a result the oracle computes as well. */
export function outcomeOf({ result, heard }: EngineRun): Outcome {
  return {
    heard,
    lines: result.events as unknown as Outcome["lines"],
    fills: result.fills.map((fill) => ({
      id: fill.id,
      day: dayOf(fill.t),
      symbol: fill.symbol,
      side: fill.side,
      quantity: fill.quantity,
      price: fill.price,
      slippage: fill.slippage,
      fee: fill.fee,
      rule: fill.why.rule,
      point: fill.why.point,
    })),
    costs: [{ ...result.summary.costs }],
    orders: result.orders.map(({ id, status, reason, quantity, filled }) => ({
      id,
      status,
      ...(reason !== undefined && { reason }),
      quantity,
      filled,
    })),
    equity: result.equity.map(({ equity, cash }) => ({ equity, cash })),
    trades: result.trades.map((trade) => ({
      symbol: trade.symbol,
      side: trade.side,
      quantity: trade.quantity,
      entryDay: dayOf(trade.entryTime),
      entryPrice: trade.entryPrice,
      exitDay: dayOf(trade.exitTime),
      exitPrice: trade.exitPrice,
      grossPnl: trade.grossPnl,
      fees: trade.fees,
      pnl: trade.pnl,
    })),
    positions: result.positions.map(({ symbol, quantity, lots }) => ({
      symbol,
      quantity,
      lots: lots.map((lot) => ({ quantity: lot.quantity, cost: lot.cost, fees: lot.fees })),
    })),
  };
}
