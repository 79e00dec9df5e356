import { batchActions, OrderBook } from "rustybt/orderbook";
import type { SideReport } from "../report.ts";
import type { Tape } from "../tape.ts";
import { place } from "./oracle.ts";
import { operations } from "./stream.ts";

const [count, runs] = process.argv.slice(2).map(Number);
if (!count || !runs) throw new Error("usage: ours.ts OPERATIONS RUNS");

const all = operations(count);
// The book numbers orders 1, 2, …; cancels have no number.
const operationOf = [-1, ...all.flatMap(({ kind }, at) => (kind === "cancel" ? [] : [at]))];
const orderOf = new Map(operationOf.map((operation, order) => [operation, order] as const));
const columns = {
  action: Uint8Array.from(all, ({ kind }) => batchActions[kind]),
  side: Uint8Array.from(all, ({ isBuy }) => (isBuy ? 0 : 1)),
  price: Float64Array.from(all, ({ kind, ticks }) => (kind === "limit" ? ticks : 0)),
  quantity: Float64Array.from(all, ({ lots }) => lots),
  order: Float64Array.from(all, ({ kind, target }) => (kind === "cancel" ? (orderOf.get(target) ?? 0) : 0)),
};

const timed: { cpu: number; wall: number }[] = [];
let book = new OrderBook({ tick: "1" });
let trades: ReturnType<OrderBook["batch"]>["trades"] | undefined;
for (let run = 0; run < runs; run++) {
  const wall = performance.now();
  const cpu = process.cpuUsage();
  book = new OrderBook({ tick: "1" });
  ({ trades } = book.batch(columns));
  const { user, system } = process.cpuUsage(cpu);
  timed.push({ cpu: (user + system) / 1e6, wall: (performance.now() - wall) / 1e3 });
}

const { default: manifest } = await import("rustybt/package.json", { with: { type: "json" } });
const resting = [...book.queue("buy"), ...book.queue("sell")].reduce((sum, { open }) => sum + Number(open), 0);
const report: SideReport = {
  version: manifest.version,
  runs: timed,
  peakRssMb: process.resourceUsage().maxRSS / 1024,
  fills: trades === undefined ? [] : tapeOf(trades),
  finalEquity: String(resting),
};
process.stdout.write(JSON.stringify(report));

function tapeOf({ taker, maker, price, quantity, row }: NonNullable<typeof trades>): Tape {
  return Array.from(row, (operation, at) => [
    place(operationOf[taker[at] ?? 0] ?? -1, operationOf[maker[at] ?? 0] ?? -1),
    all[operation]?.isBuy === true ? "B" : "S",
    price[at] ?? 0,
    quantity[at] ?? 0,
  ]);
}
