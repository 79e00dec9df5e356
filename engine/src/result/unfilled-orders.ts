import type { RunOutput } from "../run/run-output.ts";
import type { ActionRow, OrderRow, UnfilledRow, WaitRow } from "./document.ts";
import { type OrderWait, orderWaits, splitMoments } from "./order-waits.ts";
import { rfc3339 } from "./rfc3339.ts";

interface OrderFacts {
  readonly refused: readonly {
    readonly order: number;
    readonly time: number;
    readonly needed: string;
    readonly available: string;
    readonly of: "money" | "quantity";
  }[];
  readonly saidAtOpen: readonly number[];
}

type Range = readonly [bars: number, withoutVolume: number, low: string, lowTime: number, high: string, highTime: number];

/** Why orders did not fill, in numbers that are no part of the log: what a refusal lacked, and how near prices came while one waited. */
export function unfilledOrders(
  orders: readonly OrderRow[],
  actions: () => readonly ActionRow[],
  output: Pick<RunOutput, "times" | "data" | "statement" | "priceRanges">,
): UnfilledRow[] {
  const open = orders.filter(({ status }) => status !== "filled");
  if (open.length === 0) return [];
  const { times, data } = output;
  const facts: OrderFacts = JSON.parse(output.statement("orderFacts"));
  const refused = new Map(facts.refused.map((refusal) => [refusal.order, refusal]));
  const atOpen = new Set(facts.saidAtOpen);
  const symbols = new Map(data.map(({ symbol }, index) => [symbol, index]));
  const clock = { stepOf: (t: string): number => stepAt(times, Date.parse(t)), last: times.length - 1, splits: splitMoments(actions()) };
  const waits = open.map((order) => orderWaits(order, clock, atOpen.has(order.id)));
  const asked = waits.flatMap((list, i) => list.flatMap(({ from, to }) => [symbols.get(open[i]?.symbol ?? "") ?? 0, from, to]));
  const ranges: readonly (Range | null)[] = JSON.parse(output.priceRanges(Uint32Array.from(asked)));
  let next = 0;
  return open.flatMap(({ id }, i): UnfilledRow[] => {
    const rows = (waits[i] ?? []).flatMap((wait) => waitRow(wait, times, ranges[next++] ?? null));
    const refusal = refused.get(id);
    if (rows.length === 0 && refusal === undefined) return [];
    const { time, needed, available, of } = refusal ?? { time: 0, needed: "", available: "", of: "money" };
    return [
      {
        order: id,
        ...(refusal === undefined ? {} : { refused: { t: rfc3339(time), needed, available, of } }),
        ...(rows.length === 0 ? {} : { waits: rows }),
      },
    ];
  });
}

function waitRow({ from, to, ...terms }: OrderWait, times: Float64Array, range: Range | null): WaitRow[] {
  if (range === null) return [];
  const [bars, withoutVolume, low, lowTime, high, highTime] = range;
  return [
    {
      ...terms,
      from: rfc3339(times[from] ?? 0),
      to: rfc3339(times[to] ?? 0),
      bars,
      ...(withoutVolume === 0 ? {} : { withoutVolume }),
      low,
      lowTime: rfc3339(lowTime),
      high,
      highTime: rfc3339(highTime),
    },
  ];
}

function stepAt(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
