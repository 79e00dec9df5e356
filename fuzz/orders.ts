import fc from "fast-check";
import { barsFrom, type Context, defineStrategy, type Order, type RunSettings, runBacktest } from "../engine/src/index.ts";
import { type BoundaryInput, boundaryInputs, checkBoundary } from "./boundary.ts";
import { hostileValue, rarely } from "./hostile-values.ts";
import { expectHolds, outcomeOf, refusalOf, soundHash } from "./promises.ts";
import type { Target } from "./target.ts";

/** What a strategy says in one callback. Orders are named by their place among those said so far. */
interface Said {
  readonly call: string;
  readonly symbol: string;
  readonly amount: unknown;
  readonly options: Readonly<Record<string, unknown>>;
  readonly first: number;
  readonly second: number;
}

interface RunInput {
  readonly settings: Omit<RunSettings, "benchmark" | "params">;
  /** Cents of each symbol's bars: open, and how far high, low and close lie from it. */
  readonly bars: readonly (readonly {
    readonly open: number;
    readonly up: number;
    readonly down: number;
    readonly close: number;
    readonly volume: number;
  }[])[];
  readonly said: readonly (readonly Said[])[];
}

export type OrdersInput = { readonly run: RunInput } | { readonly boundary: BoundaryInput };

const days = Array.from({ length: 14 }, (_, index) => new Date(Date.UTC(2024, 0, 2 + index)).toISOString().slice(0, 10));
const symbols = ["A", "B"] as const;

const price = fc.integer({ min: 800, max: 1200 }).map((cents) => (cents / 100).toFixed(2));
const mostly = (arbitrary: fc.Arbitrary<unknown>) => fc.oneof({ weight: 60, arbitrary }, { weight: 1, arbitrary: hostileValue });
const quantity = fc.integer({ min: -300, max: 300 }).map(String);

/** Every option an order may have, here or in a later version; which of them go together is for the engine to say. */
const anyOption = {
  limit: mostly(price),
  stop: mostly(price),
  trail: mostly(fc.constantFrom("0.1", "0.5", "1")),
  trailPercent: mostly(fc.constantFrom("0.01", "0.1", "0.5")),
  tif: mostly(fc.constantFrom("GTC", "DAY", "IOC", "FOK", "GTD")),
  at: mostly(fc.constantFrom("open", "close")),
  tag: mostly(fc.constantFrom("a", "b")),
  ifTouched: mostly(price),
  marketToLimit: mostly(fc.boolean()),
  display: mostly(fc.constantFrom("1", "10", "50")),
  activation: mostly(price),
  trailLimit: mostly(fc.constantFrom("0", "0.1")),
  expires: mostly(fc.constantFrom(...days)),
  postOnly: mostly(fc.boolean()),
  reduceOnly: mostly(fc.boolean()),
  lots: mostly(fc.constantFrom<unknown>("fifo", "lifo", "hifo", ["1.1"])),
  entry: mostly(price),
  takeProfit: mostly(price),
  stopLoss: mostly(price),
  quantity: mostly(quantity),
};
type OptionName = keyof typeof anyOption;

const shapes: readonly (readonly OptionName[])[] = [
  [],
  [],
  ["limit"],
  ["limit", "tif"],
  ["stop"],
  ["stop", "tif"],
  ["stop", "limit"],
  ["trail"],
  ["trailPercent"],
  ["at"],
  ["tif"],
  ["tag"],
  ["ifTouched"],
  ["ifTouched", "limit"],
  ["marketToLimit"],
  ["at", "limit"],
  ["limit", "display"],
  ["trail", "activation"],
  ["trail", "trailLimit"],
  ["trailPercent", "activation", "trailLimit"],
  ["limit", "expires"],
  ["stop", "expires"],
  ["limit", "postOnly"],
  ["reduceOnly"],
  ["limit", "reduceOnly"],
  ["lots"],
  ["stop", "reduceOnly", "tif"],
];

const options = fc
  .tuple(fc.record(anyOption), fc.constantFrom(...shapes), rarely(fc.constantFrom(...(Object.keys(anyOption) as OptionName[]))))
  .map(([all, shape, further]) => pick(all, further === null ? shape : [...shape, further]));

const modifyOptions = fc
  .tuple(fc.record(anyOption), fc.subarray<OptionName>(["quantity", "limit", "stop", "trail"], { minLength: 1 }))
  .map(([all, names]) => pick(all, names));

const bracketOptions = fc
  .tuple(fc.record(anyOption), fc.boolean())
  .map(([all, entry]) => pick(all, ["takeProfit", "stopLoss", ...(entry ? (["entry"] as const) : [])]));

function pick(all: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}

const saidBy = (
  call: fc.Arbitrary<string>,
  amount: fc.Arbitrary<unknown>,
  given: fc.Arbitrary<Record<string, unknown>>,
): fc.Arbitrary<Said> =>
  fc.record({
    call,
    symbol: fc.oneof(
      { weight: 60, arbitrary: fc.constantFrom(...symbols) },
      { weight: 1, arbitrary: fc.constantFrom("C", "", "__proto__") },
    ),
    amount: mostly(amount),
    options: given,
    first: fc.nat(40),
    second: fc.nat(40),
  });

const none = fc.constant({});
const said: fc.Arbitrary<Said> = fc.oneof(
  { weight: 10, arbitrary: saidBy(fc.constant("order"), quantity, options) },
  { weight: 2, arbitrary: saidBy(fc.constantFrom("orderTarget", "orderTargetValue", "orderValue"), quantity, options) },
  {
    weight: 2,
    arbitrary: saidBy(
      fc.constantFrom("orderPercent", "orderTargetPercent"),
      fc.constantFrom("0.1", "0.5", "1", "-0.3", { num: 1, den: 3 }),
      options,
    ),
  },
  { weight: 2, arbitrary: saidBy(fc.constant("bracket"), quantity, bracketOptions) },
  { weight: 3, arbitrary: saidBy(fc.constant("modify"), quantity, modifyOptions) },
  {
    weight: 4,
    arbitrary: saidBy(fc.constantFrom("close", "cancel", "cancelAll", "oco", "ouo", "oto", "openOrders", "position"), quantity, none),
  },
  { weight: 1, arbitrary: saidBy(fc.constant("rebalance"), quantity, none) },
);

const settings = fc.record(
  {
    cash: fc.constantFrom("1000", "10000", "250.37", "1000000"),
    account: fc.oneof(
      fc.record({
        type: fc.constant("cash" as const),
        lots: fc.constantFrom("fifo" as const, "lifo" as const, "hifo" as const, "average" as const),
      }),
      fc.record({
        type: fc.constant("margin" as const),
        lots: fc.constantFrom("fifo" as const, "lifo" as const, "hifo" as const, "average" as const),
      }),
    ),
    commission: fc.constantFrom(
      "none",
      "percent:0.0123",
      "perShare:0.005,min=1",
      "perShare:0.05,min=1,max=3",
      "perTrade:7.77",
      "percent:0.00037,unit=0.05",
    ),
    slippage: fc.constantFrom("none", "bps:12.3456", "spread:33.33", "volumeShare:0.1"),
    fills: fc.record(
      {
        market: fc.constantFrom("nextOpen" as const, "nextClose" as const, "thisClose" as const),
        path: fc.constantFrom("adaptive" as const, "ohlc" as const, "olhc" as const, "worst" as const),
        limit: fc.constantFrom("touch" as const, "through" as const),
        volumeLimit: fc.constantFrom("0.025", "0.5", "1"),
      },
      { requiredKeys: [] },
    ),
    closeAtEnd: fc.boolean(),
    instruments: fc.constantFrom(
      { "*": { assetClass: "equity" as const } },
      { A: { lot: "0.01" }, B: { multiplier: "50" } },
      { "*": { assetClass: "future" as const, multiplier: "10" } },
      { "*": { assetClass: "crypto" as const, tick: "0.01", lot: "0.001" } },
    ),
  },
  { requiredKeys: [] },
);

const bar = fc.record({
  open: fc.integer({ min: 850, max: 1150 }),
  up: fc.nat(90),
  down: fc.nat(90),
  close: fc.integer({ min: -90, max: 90 }),
  volume: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3000 })),
});

const barsOf = (symbols: number) =>
  fc.array(fc.array(bar, { minLength: 2, maxLength: days.length }), { minLength: symbols, maxLength: symbols });

const runInputs: fc.Arbitrary<RunInput> = fc.record({
  settings,
  bars: fc.oneof({ weight: 1, arbitrary: barsOf(1) }, { weight: 3, arbitrary: barsOf(2) }),
  said: fc.array(fc.array(said, { maxLength: 4 }), { maxLength: days.length }),
});

const inputs: fc.Arbitrary<OrdersInput> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ run: runInputs }) },
  { weight: 1, arbitrary: fc.record({ boundary: boundaryInputs }) },
);

async function check(input: OrdersInput): Promise<string> {
  return "boundary" in input ? checkBoundary(input.boundary) : checkRun(input.run);
}

async function checkRun({ settings, bars, said }: RunInput): Promise<string> {
  const data = bars.map((rows, index) =>
    barsFrom(
      rows.map(({ open, up, down, close, volume }, day) => {
        const end = Math.min(open + up, Math.max(open - down, open + close));
        return { time: days[day] ?? "", open: cents(open), high: cents(open + up), low: cents(open - down), close: cents(end), volume };
      }),
      { symbol: symbols[index] ?? "C" },
    ),
  );
  const refused = new Set<string>();
  const strategy = () => {
    const orders: Order[] = [];
    return defineStrategy({
      onBar(ctx) {
        for (const each of said[ctx.bars - 1] ?? []) {
          try {
            say(ctx, each, orders);
          } catch (error) {
            // A strategy may go on after a malformed order: nothing of it may have stayed.
            refused.add(refusalOf(`ctx.${each.call}`, error));
          }
        }
        for (const order of orders) void [order.status, order.filled, order.reason];
      },
    });
  };
  const run = (horizon?: 1) => outcomeOf("a run", () => runBacktest({ strategy: strategy(), data, ...settings }, horizon && { horizon }));
  const [lazy, stepwise] = [await run(), await run(1)];
  if ("refused" in lazy || "refused" in stepwise) {
    expectHolds("refused" in lazy && "refused" in stepwise && lazy.refused === stepwise.refused, "two runs are refused alike");
    return "refused" in lazy ? `run ${lazy.refused}` : "";
  }
  expectHolds(soundHash(lazy.value) === soundHash(stepwise.value), "a run advanced on every step has the same hash");
  return [...refused][0] ?? "accepted";
}

const cents = (value: number): string => (value / 100).toFixed(2);

type Calls = Readonly<Record<string, ((...given: unknown[]) => unknown) | undefined>>;

function say(ctx: Context, { call, symbol, amount, options, first, second }: Said, orders: Order[]): void {
  const keep = (made: unknown) => {
    for (const order of Array.isArray(made) ? made : [made])
      if (typeof order === "object" && order !== null && "id" in order) orders.push(order as Order);
  };
  // By name: a call of a later version is tried once it is there.
  const calls = ctx as unknown as Calls;
  const [a, b] = [orders[first % Math.max(1, orders.length)], orders[second % Math.max(1, orders.length)]];
  switch (call) {
    case "modify":
      a?.modify(options);
      return;
    case "cancel":
      a?.cancel();
      return;
    case "oco":
    case "ouo":
      if (a !== undefined && b !== undefined) calls[call]?.(a, b);
      return;
    case "oto":
      if (a !== undefined && b !== undefined) keep(calls.oto?.(a, [b, { symbol, quantity: amount, ...options }]));
      return;
    case "rebalance":
      keep(Object.values((calls.rebalance?.({ [symbol]: "0.3" }) as object) ?? {}));
      return;
    case "bracket":
      keep(Object.values(ctx.bracket(symbol, amount as string, options as never)));
      return;
    case "close":
    case "cancelAll":
    case "openOrders":
    case "position":
      keep(calls[call]?.(symbol));
      return;
    default:
      keep(calls[call]?.(symbol, amount, options));
  }
}

export const orders: Target<OrdersInput> = { inputs, check };
