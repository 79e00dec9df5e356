import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
import { type Command, dateOf, dayOf, type OracleScenario, type OrderTerms, type Outcome, type ScenarioSymbol } from "./scenario.ts";

/** Runs a scenario through the public API and returns its result document. */
export async function runEngine(scenario: OracleScenario): Promise<ResultDocument> {
  const orders = new Map<number, { order: Order; limit: boolean }>();
  const strategy = defineStrategy({
    name: "random scenario",
    onBar(ctx) {
      for (const command of scenario.commands[dayOf(`${ctx.date}T`)] ?? []) obey(ctx, command, orders);
    },
  });
  const folder = mkdtempSync(join(tmpdir(), "scenario-"));
  try {
    const actions = actionFile(scenario.symbols, folder);
    return (await backtest({ strategy, data: scenario.symbols.map(symbolData), ...settings(scenario), ...actions })).toJSON();
  } finally {
    rmSync(folder, { recursive: true });
  }
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
    borrow,
    financing,
    interest,
  } = scenario;
  const assetClass = settled ? "future" : "equity";
  return {
    cash,
    account: { type: account, lots },
    commission: commission as BacktestOptions["commission"],
    slippage: (slippage.model === "custom" ? ownSlippage(slippage) : slippage) as BacktestOptions["slippage"],
    fills: { market, path, limit, ...(volumeLimit !== undefined && { volumeLimit }), ...present({ partial, probability, selfTrade }) },
    closeAtEnd,
    ...present({ borrow, financing, interest, seed }),
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

const present = <T extends object>(settings: T): T =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as T;

function actionFile(symbols: readonly ScenarioSymbol[], folder: string): { actions?: string } {
  const rows = symbols.flatMap(({ symbol, actions }) =>
    actions.map((action) =>
      action.type === "dividend"
        ? [symbol, "dividend", dateOf(action.ex), action.pay === undefined ? "" : dateOf(action.pay), action.amount, ""]
        : [symbol, "split", dateOf(action.ex), "", "", `${action.to}:${action.from}`],
    ),
  );
  if (rows.length === 0) return {};
  const path = join(folder, "actions.csv");
  writeFileSync(path, [["symbol", "type", "ex_date", "pay_date", "amount", "ratio"], ...rows].map((row) => `${row.join(",")}\n`).join(""));
  return { actions: path };
}

function obey(ctx: Context, command: Command, orders: Map<number, { order: Order; limit: boolean }>): void {
  const keep = (order: Order | undefined, limit = false) => {
    if (order !== undefined) orders.set(order.id, { order, limit });
  };
  const submit = ({ symbol, quantity, lots, ...options }: OrderTerms): Order => {
    const order = ctx.order(symbol, quantity, { ...options, ...lotChoice(ctx, symbol, lots) } as OrderOptions);
    keep(order, options.limit !== undefined);
    return order;
  };
  switch (command.do) {
    case "order": {
      const { do: _, ...terms } = command;
      submit(terms);
      return;
    }
    case "oto": {
      const parent = submit(command.parent);
      const children = command.children.map(({ terms, held }) =>
        held ? submit(terms) : { ...terms, ...lotChoice(ctx, terms.symbol, terms.lots) },
      );
      if (!parent.isOpen) return;
      const usable = children.filter((child) => !("status" in child) || child.status === "accepted");
      if (usable.length === 0) return;
      const limits = command.children
        .filter((_, index) => usable.includes(children[index] ?? parent))
        .map(({ terms }) => terms.limit !== undefined);
      for (const [index, child] of ctx.oto(parent, usable as Parameters<Context["oto"]>[1] & readonly unknown[]).entries())
        keep(child, limits[index]);
      return;
    }
    case "pair": {
      const [a, b] = [submit(command.first), submit(command.second)];
      if (a.isOpen && b.isOpen) command.link === "ouo" ? ctx.ouo(a, b) : ctx.oco(a, b);
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
      if (working(orders.get(command.order)?.order)) orders.get(command.order)?.order.cancel();
      return;
    case "modify": {
      const known = orders.get(command.order);
      if (known?.limit === true && known.order.status === "accepted") known.order.modify({ limit: command.limit });
      return;
    }
    case "bracket": {
      const { symbol, quantity, takeProfit, stopLoss, entry } = command;
      const made = ctx.bracket(symbol, quantity, { takeProfit, stopLoss, ...(entry !== undefined && { entry }) });
      keep(made.entry, entry !== undefined);
      keep(made.takeProfit, true);
      keep(made.stopLoss);
    }
  }
}

function lotChoice(ctx: Context, symbol: string, lots: OrderTerms["lots"]): { lots?: string | string[] | undefined } {
  if (lots === undefined || typeof lots === "string") return lots === undefined ? {} : { lots };
  const held = ctx.position(symbol).lots;
  const named = lots.flatMap((place) => held[place]?.id ?? []);
  return { lots: named.length === 0 ? undefined : named };
}

const working = (order: Order | undefined): boolean =>
  order !== undefined && ["accepted", "triggered", "partiallyFilled"].includes(order.status);

/** The part of a result the oracle computes as well. */
export function outcomeOf(result: ResultDocument): Outcome {
  return {
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
