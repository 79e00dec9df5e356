import fc from "fast-check";
import { type HotCalls, type NativeModule, native, type SessionHandle } from "../engine/src/native.ts";
import { flag, word } from "../engine/src/run/block.ts";
import { BrokenPromise, expectHolds } from "./promises.ts";

/** One call on the shared block: words to write, then a function. What stands in the block may be anything; it must never end the process. */
interface Step {
  readonly call: Exclude<keyof HotCalls, "block">;
  readonly words: Readonly<Record<string, number>>;
  readonly wide: readonly bigint[];
  readonly tag: string | undefined;
}

export interface BoundaryInput {
  readonly steps: readonly Step[];
  readonly cold: readonly { readonly name: string; readonly given: readonly unknown[] }[];
}

const calls = [
  "advance",
  "begin",
  "end",
  "submit",
  "bracket",
  "cancel",
  "modify",
  "oco",
  "order",
  "openOrders",
  "sizing",
  "portfolio",
  "notice",
] as const;
const number = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -3, max: 2000 }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0, 0.5, 1e300, -(2 ** 63), 2 ** 53, 2 ** 32, 5e-324) },
);
const places = ["symbol", "quantity", "limit", "stop", "trail", "target", "percent", "percentScale", "order", "other", "watch"] as const;
const flags = fc.oneof(
  fc.subarray(Object.values(flag).filter((bit) => bit > 8)).map((bits) => bits.reduce((sum, bit) => sum | bit, 0)),
  fc.nat(0xffff),
  number,
);

const step: fc.Arbitrary<Step> = fc.record({
  call: fc.constantFrom(...calls, "submit" as const, "submit" as const, "advance" as const, "finish" as const),
  words: fc
    .tuple(fc.record(Object.fromEntries(places.map((place) => [place, number])), { requiredKeys: [] }), flags, fc.nat(8))
    .map(([some, bits, closed]): Record<string, number> => ({ symbol: 0, quantity: 10, order: 1, ...some, flags: bits, closed })),
  wide: fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { maxLength: 4 }),
  tag: fc.option(fc.string({ maxLength: 5 }), { nil: undefined, freq: 3 }),
});

const coldNames = [
  "csvTable",
  "tableColumn",
  "clockTimes",
  "createSession",
  "indicator",
  "sessionFill",
  "sessionStatement",
  "sessionColumn",
  "barsFromText",
  "sessionPosition",
  "sessionCurve",
  "sessionCurveFacts",
  "sessionEvents",
  "sessionHash",
  "columnsInfo",
];
const coldValue = fc.oneof(
  fc.constantFrom<unknown>(
    "session",
    "table",
    "csv",
    undefined,
    null,
    {},
    [],
    "",
    "{}",
    "close",
    "orders",
    "[[0,1]]",
    "[[5,2]]",
    "[[0,9999999999]]",
    new Float64Array(3),
    new Uint32Array([9, 3]),
  ),
  number,
);

export const boundaryInputs: fc.Arbitrary<BoundaryInput> = fc.record({
  steps: fc.array(step, { maxLength: 25 }),
  cold: fc.array(fc.record({ name: fc.constantFrom(...coldNames), given: fc.array(coldValue, { maxLength: 6 }) }), { maxLength: 5 }),
});

const prices = ["10", "10.5", "9.5", "11", "10"];
const days = new Int32Array(prices.map((_, day) => 19_724 + day));
const config = JSON.stringify({
  cash: "100000",
  currency: "USD",
  instruments: [{ symbol: "X", assetClass: "equity", tick: "0.01", lot: "1", multiplier: "1", currency: "USD" }],
});

export async function checkBoundary({ steps, cold }: BoundaryInput): Promise<string> {
  const core = native();
  const columns = {
    symbol: "X",
    times: ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08"],
    open: prices,
    high: ["12", "12", "12", "12", "12"],
    low: ["9", "9", "9", "9", "9"],
    close: prices,
    volume: null,
  };
  const csv = core.barsFromText(JSON.stringify(columns));
  const table = core.csvTable(csv, 0);
  const session = core.createSession(config, [table], "[[0,5]]", core.clockDays(days), undefined);
  const hot = core.bindSession(session);
  let closed = 0;
  for (const { call, words, wide, tag } of steps) {
    const numbers = new Float64Array(hot.block);
    for (const [place, value] of Object.entries(words)) numbers[word[place as keyof typeof word]] = value;
    // Steps never go back: that much JavaScript guarantees.
    closed = Math.max(closed, words.closed ?? 0);
    numbers[word.closed] = closed;
    if (((words.flags ?? 0) & flag.wide) !== 0)
      for (const [index, value] of wide.entries()) new BigInt64Array(hot.block)[word.quantity + index] = value;
    endures(call, () => (tag === undefined ? (hot[call] as () => void)() : (hot[call] as (tag: string) => void)(tag)));
  }
  const handles: Readonly<Record<string, unknown>> = { session, table, csv };
  for (const { name, given } of cold) {
    const values = given.map((value) => (typeof value === "string" ? (handles[value] ?? value) : value));
    endures(name, () => (core as unknown as Record<string, (...values: unknown[]) => unknown>)[name]?.(...values));
  }
  return outcome(core, session, hot);
}

/** Whatever was said before, a run can be read: its hash is that of its lines. */
function outcome(core: NativeModule, session: SessionHandle, hot: HotCalls): string {
  endures("finish", () => hot.finish());
  const read = endures("sessionHash", () => core.sessionHash(session));
  if (typeof read !== "string") return "boundary refused";
  expectHolds(core.sessionHash(session) === read, "a finished run keeps its hash");
  return "boundary";
}

/** Throwing is fine, as long as it is no panic that was caught on the way. */
function endures(name: string, call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/the native core stopped|panicked|unwrap|overflow when|index out of bounds/.test(message))
      throw new BrokenPromise(`${name}: ${message}`);
    return undefined;
  }
}
