import { type BacktestResult, backtest, readCsv } from "rustybt";
import strategy from "../../examples/sma-cross.ts";
import { barsCsv } from "../data/bars-csv.ts";
import type { SideReport } from "../report.ts";
import type { Tape } from "../tape.ts";
import { w1 } from "./oracle.ts";

const [bars, runs] = process.argv.slice(2).map(Number);
if (!bars || !runs) throw new Error("usage: ours.ts BARS RUNS");

const firstMs = Date.parse("2005-01-01T00:00:00Z");
const data = await readCsv(barsCsv("m1M", bars), { symbol: "X" });

const timed: { cpu: number; wall: number }[] = [];
let result: BacktestResult | undefined;
for (let run = 0; run < runs; run++) {
  result = undefined;
  const wall = performance.now();
  const cpu = process.cpuUsage();
  result = await backtest({
    strategy,
    data,
    params: { fast: w1.fast, slow: w1.slow },
    cash: w1.cash,
    commission: { model: "percent", rate: "0.0005" },
    instruments: { "*": { assetClass: "crypto", tick: "0.01", lot: "1" } },
  });
  finish(result);
  const { user, system } = process.cpuUsage(cpu);
  timed.push({ cpu: (user + system) / 1e6, wall: (performance.now() - wall) / 1e3 });
}

const { default: manifest } = await import("rustybt/package.json", { with: { type: "json" } });
const report: SideReport = {
  version: manifest.version,
  runs: timed,
  peakRssMb: process.resourceUsage().maxRSS / 1024,
  fills: result ? tapeOf(result) : [],
  finalEquity: result?.summary.endValue ?? "",
};
process.stdout.write(JSON.stringify(report));

/** Parts of a result are made when they are first read: the finished result has summary, metrics and hash. */
function finish({ summary, metrics, hash }: BacktestResult): void {
  if (!summary.endValue || metrics.length === 0 || hash.length !== 64) throw new Error("the result is not finished");
}

function tapeOf({ fills }: BacktestResult): Tape {
  return fills.map(({ t, side, price, quantity }) => {
    const [whole = "", fraction = ""] = price.split(".");
    return [(Date.parse(t) - firstMs) / 60_000, side === "buy" ? "B" : "S", Number(whole + fraction.padEnd(2, "0")), Number(quantity)];
  });
}
