import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BacktestOptions, backtest, barsFrom, defineStrategy, type ResultDocument, verifyResult } from "rustybt";

/** Buys (or sells) units of `X` at the close of the first of these days; prices stay at 100. */
export async function holding(dates: readonly string[], quantity: number, settings: Omit<BacktestOptions, "strategy" | "data">) {
  const strategy = defineStrategy({
    name: "holding",
    onBar(ctx) {
      if (ctx.bars === 1) ctx.order(quantity);
    },
  });
  const data = barsFrom(
    dates.map((time) => ({ time, open: "100", high: "100", low: "100", close: "100" })),
    { symbol: "X" },
  );
  const result = (await backtest({ strategy, data, account: { type: "margin" }, ...settings })).toJSON();
  const { findings } = verifyResult(JSON.parse(JSON.stringify(result)));
  if (findings.length > 0) throw new Error(`the result contradicts itself: ${JSON.stringify(findings)}`);
  return result;
}

/** `"01-08 borrow X 3 days of 1000 at 0.36: 3"`: what was charged. */
export function charges({ events }: Pick<ResultDocument, "events">): string[] {
  return events.flatMap((event) => {
    if (event.type !== "accrual") return [];
    const { t, kind, symbol, days, base, rate, amount } = event;
    const of = symbol === undefined ? kind : `${kind} ${symbol}`;
    return [`${t.slice(5, 10)} ${of} ${days} ${days === 1 ? "day" : "days"} of ${base} at ${rate}: ${amount}`];
  });
}

/** A file of rates of its own. */
export function rateFile(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "rates-")), "rates.csv");
  writeFileSync(file, text);
  return file;
}
