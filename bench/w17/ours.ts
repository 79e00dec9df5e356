import { writeFileSync } from "node:fs";
import { type BarInput, backtest, barsFrom, defineStrategy, returns } from "rustybt";
import { closes, compared, days, lookback, picked, symbols } from "./market.ts";

const [, , output = ""] = process.argv;
const cents = closes();
const names = Array.from({ length: symbols }, (_, at) => `S${String(at).padStart(3, "0")}`);
const date = (day: number) => new Date(Date.UTC(2010, 0, 1 + day)).toISOString().slice(0, 10);
const data = names.map((symbol, at) => {
  const bars = Array.from({ length: days }, (_, day): BarInput => {
    const close = ((cents[day * symbols + at] ?? 0) / 100).toFixed(2);
    return { time: date(day), open: close, high: close, low: close, close };
  });
  return barsFrom(bars, { symbol });
});

const rows: number[] = [];
let started = { wall: 0, cpu: 0 };
let spent = { wall: 0, cpu: 0 };
const now = () => {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), cpu: (user + system) / 1000 };
};

const strategy = defineStrategy({
  setup({ pipeline }) {
    started = now();
    const momentum = pipeline.factor(({ close }) => returns(close, lookback));
    return { rank: momentum.rank({ ascending: false }), score: momentum.zscore(), longs: momentum.top(picked) };
  },
  onBar(ctx, { rank, score, longs }) {
    const first = names[0] ?? "";
    if (ctx.bars === lookback + 1) {
      // Tables are made when they are first read.
      const read = [rank.value(first), score.value(first), longs.count];
      const ended = now();
      spent = { wall: ended.wall - started.wall, cpu: ended.cpu - started.cpu };
      if (read.some(Number.isNaN)) throw new Error("the first row has no value");
    }
    if ((ctx.bars - 1) % compared !== 0) return;
    for (const name of names) rows.push(rank.value(name), score.value(name), longs.has(name) ? 1 : 0);
  },
});

await backtest({ strategy, data, calendar: "24/7" });
writeFileSync(output, new Uint8Array(Float64Array.from(rows).buffer));
console.log(JSON.stringify(spent));
