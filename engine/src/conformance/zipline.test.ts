import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { backtest, type Context, defineStrategy, type ResultDocument, readCsv } from "rustybt";
import { expect, test } from "vitest";
import { sharedData } from "../testing/shared-data.ts";

type Row = Readonly<Record<string, string>>;

/** Rows of a recorded zipline table as objects of text. */
function recorded(name: string): Row[] {
  const text = gunzipSync(readFileSync(sharedData(`reference/backtests/zipline/${name}.csv.gz`))).toString();
  const [header = "", ...lines] = text.trim().split("\n");
  const columns = header.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, index) => [columns[index] ?? "", cell])));
}

/** Zipline's rules in our settings; the bundle's dividends have no pay day, so zipline never paid them. */
async function run(symbols: readonly string[], from: string, to: string, onBar: (ctx: Context) => void): Promise<ResultDocument> {
  // Its own table, where 7:1 stands as 0.1428571428571428.
  const actions = sharedData("equities-daily/zipline-bundle/splits.csv");
  const data = await Promise.all(symbols.map((symbol) => readCsv(sharedData(`equities-daily/zipline-bundle/${symbol}.csv.gz`))));
  const result = await backtest({
    strategy: defineStrategy({ onBar }),
    data,
    from,
    to,
    actions,
    cash: "10000000",
    fills: { market: "nextClose" },
    slippage: { model: "volumeShare", limit: "0.025", impact: "0.1" },
    commission: { model: "perShare", rate: "0.0075", minimum: "1" },
  });
  return result.toJSON();
}

/** zipline's floats carry twelve digits, and its price impact is not rounded to 8 decimals as ours is: compare to a hundredth of a cent. */
const close = (text: string | undefined) => Number(text).toFixed(4);

function expectDaily(result: ResultDocument, name: string) {
  const daily = recorded(`${name}-daily`);
  expect(result.equity.map((point) => [point.t.slice(0, 10), close(point.cash), close(point.equity)])).toEqual(
    daily.map((row) => [row.date, close(row.ending_cash), close(row.portfolio_value)]),
  );
}

function expectFills(result: ResultDocument, name: string) {
  const inOrder = (rows: string[][]) => rows.map((row) => row.join(" ")).sort();
  expect(inOrder(result.fills.map((fill) => [fill.t.slice(0, 10), fill.symbol, fill.quantity, close(fill.price)]))).toEqual(
    inOrder(recorded(`${name}-transactions`).map((row) => [row.date ?? "", row.symbol ?? "", row.amount ?? "", close(row.price)])),
  );
}

/** End-of-day positions, folded from the fills and splits of the event log. */
function positions(result: ResultDocument): Map<string, string> {
  const held = new Map<string, number>();
  const byDay = new Map<string, string>();
  const events = result.events.filter((event) => event.type === "fill" || event.type === "split");
  for (const point of result.equity) {
    for (const event of events.filter((each) => each.t === point.t)) {
      if (event.type === "split") held.set(event.symbol, Number(event.after));
      if (event.type === "fill")
        held.set(event.symbol, (held.get(event.symbol) ?? 0) + Number(event.quantity) * (event.side === "buy" ? 1 : -1));
    }
    for (const [symbol, quantity] of held) byDay.set(`${point.t.slice(0, 10)} ${symbol}`, String(quantity));
  }
  return byDay;
}

function expectPositions(result: ResultDocument, name: string) {
  const seen = positions(result);
  for (const row of recorded(`${name}-positions`)) {
    expect(`${row.date} ${row.symbol} ${seen.get(`${row.date} ${row.symbol}`)}`).toBe(`${row.date} ${row.symbol} ${row.amount}`);
  }
}

test("zipline buy_and_hold: two fills, 1259 days of cash and value, 2516 position rows", async () => {
  const result = await run(["AAPL", "MSFT"], "2008-01-02", "2012-12-31", (ctx) => {
    if (ctx.bars > 1) return;
    ctx.order("AAPL", 100);
    ctx.order("MSFT", 100);
  });
  expectFills(result, "buy_and_hold");
  expectDaily(result, "buy_and_hold");
  expectPositions(result, "buy_and_hold");
});

test("zipline buyapple: 210 fills through the 7:1 split of an open order, 211 days of cash and value", async () => {
  const result = await run(["AAPL"], "2014-01-02", "2014-10-31", (ctx) => {
    ctx.order(10);
  });
  expectFills(result, "buyapple");
  expectDaily(result, "buyapple");
  expectPositions(result, "buyapple");
});

test("zipline dual_moving_average: its one fill and 502 days of cash and value", async () => {
  const closes: number[] = [];
  const mean = (length: number) => closes.slice(-length).reduce((sum, close) => sum + close, 0) / length;
  const result = await run(["AAPL"], "2011-01-03", "2012-12-31", (ctx) => {
    closes.push(ctx.bar.close);
    if (ctx.bars < 300) return;
    ctx.orderTarget(mean(100) > mean(300) ? 100 : 0);
  });
  expectFills(result, "dual_moving_average");
  expectDaily(result, "dual_moving_average");
  expectPositions(result, "dual_moving_average");
});
