import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { sharedData } from "../testing/shared-data.ts";
import { type OwnOrder, type QueueModel, replayBook } from "./index.ts";

const header = "time,type,side,price,quantity,order_id";
const at = (second: number | string): string => `2024-01-02T14:30:0${second}Z`;

/** A recording in the own table; a row is its second and its other cells. */
function recording(rows: readonly string[], name = "book.csv"): string {
  const folder = mkdtempSync(join(tmpdir(), "rustybt-book-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const text = rows.map((row) => row.replace(/^[\d.]+/, (second) => at(second)));
  writeFileSync(join(folder, name), `${[header, ...text].join("\n")}\n`);
  return join(folder, name);
}

const quiet = ["0,clear,,,,", "0,level,buy,10.00,100,", "0,level,sell,10.02,80,"];
const buy = (more: Partial<OwnOrder> = {}): OwnOrder => ({ at: at("0.5"), side: "buy", price: "10.00", quantity: 50, ...more });
const fillsOf = async (rows: readonly string[], orders: readonly OwnOrder[], queueModel?: QueueModel) => {
  const found = await replayBook(recording(rows), { orders, ...(queueModel === undefined ? {} : { queueModel }) });
  return {
    fills: found.fills.map(
      ({ order, time, price, quantity, liquidity }) => `#${order} ${time.slice(17, -1)} ${quantity} at ${price} ${liquidity}`,
    ),
    orders: found.orders.map(({ status, open, aheadAtFirst, ahead }) => `${status} ${open} ${aheadAtFirst} ${ahead}`),
  };
};

test("[B8] the book is put together message by message and shown at any time", async () => {
  const file = recording([
    ...quiet,
    "1,level,buy,10.01,5,",
    "2,level,buy,10.00,0,",
    "2,trade,sell,10.01,2,",
    "3,clear,,,,",
    "3,level,sell,9.5,1,",
  ]);
  const { books, end, counts, volume, notional, flaws, format } = await replayBook(file, { at: [at(1), at("2.5"), at(0)], depth: 5 });
  expect(books.map(({ bids, asks }) => [bids, asks])).toEqual([
    [
      [
        ["10.01", "5"],
        ["10", "100"],
      ],
      [["10.02", "80"]],
    ],
    [[["10.01", "5"]], [["10.02", "80"]]],
    [[["10", "100"]], [["10.02", "80"]]],
  ]);
  expect([end.bids, end.asks, volume, notional, flaws.count, format]).toEqual([[], [["9.5", "1"]], "2", "20.02", 0, "rustybt book table"]);
  expect(counts).toMatchObject({ messages: 8, trades: 1, levels: 5, snapshots: 2 });
});

test("[B9] what is wrong with a recording is named with its row", async () => {
  const file = recording([
    ...quiet,
    "1,level,buy,10.03,5,", // row 5: above the ask
    "2,level,buy,10.03,-5,", // row 6
    "1,level,buy,10.03,0,", // row 7: back in time
    "3,add,buy,9,10,a",
    "3,add,buy,9,10,a", // row 9
    "4,delete,,,,b", // row 10
    "5,execute,,,11,a", // row 11
  ]);
  const { flaws, levels } = await replayBook(file);
  expect(flaws.first.map(({ kind, row }) => `${row} ${kind}`)).toEqual([
    "5 crossed",
    "6 negative",
    "7 outOfOrder",
    "9 duplicateOrder",
    "10 unknownOrder",
    "11 overfill",
  ]);
  expect([flaws.count, levels]).toEqual([6, { bids: 1, asks: 1 }]);
  const bad = async (rows: readonly string[]) =>
    replayBook(recording(rows)).catch((error) => `${error.name} ${error.code} ${error.message}`.replace(/\S*book\.csv/, "book.csv"));
  expect([await bad(["0,level,buy,ten,5,"]), await bad(["0,sale,buy,10,5,"]), await bad([])]).toEqual([
    'DataError data.badRow book.csv, row 2: price is "ten": expected a decimal that fits 64 bits',
    'DataError data.badRow book.csv, row 2: type is "sale": expected trade, quote, clear, level, add, change, delete or execute',
    "DataError data.badRow book.csv, row 1: the file has no rows",
  ]);
  await expect(replayBook("nowhere.csv")).rejects.toThrow("nowhere.csv does not exist");
  await expect(replayBook(file, { queueModel: "log" })).rejects.toThrow("the recording has orders (L3), so queues are known");
});

test("[B10] trades take the queue before an order first: 80, 30 and 50 against 100 before 50 fill 0, 10 and 40", async () => {
  // The worked example of nautilus_trader's docs/concepts/backtesting.md.
  const trades = ["1,trade,sell,10.00,80,", "2,trade,sell,10.00,30,", "3,trade,sell,10.00,50,"];
  expect(await fillsOf([...quiet, ...trades], [buy()])).toEqual({
    fills: ["#1 02 10 at 10 maker", "#1 03 40 at 10 maker"],
    orders: ["filled 0 100 null"],
  });
  // Of two own orders at the price the first has its part before the second; a buyer's trade does not reach bids.
  const two = [buy({ quantity: 15 }), buy({ at: at("0.6"), quantity: 20 })];
  expect((await fillsOf([...quiet, "1,trade,sell,10.00,120,", "2,trade,buy,10.02,9,"], two)).fills).toEqual([
    "#1 01 15 at 10 maker",
    "#2 01 5 at 10 maker",
  ]);
});

test("[B10] a trade beyond the price and a book that crosses it fill, what stands at the price is taken at once, a cancel ends it", async () => {
  expect((await fillsOf([...quiet, "1,trade,sell,9.99,30,", "2,level,sell,10.00,5,"], [buy()])).fills).toEqual([
    "#1 01 30 at 10 maker",
    "#1 02 20 at 10 maker",
  ]);
  expect((await fillsOf([...quiet, "1,trade,sell,9.00,500,"], [buy({ price: "10.02", quantity: 100 })])).fills).toEqual([
    "#1 00.5 80 at 10.02 taker",
    "#1 01 20 at 10.02 maker",
  ]);
  expect(
    await fillsOf([...quiet, "1,trade,sell,10.00,60,", "2,trade,sell,10.00,90,"], [buy({ cancelAt: at("1.5") }), buy({ at: at(9) })]),
  ).toEqual({
    fills: [],
    orders: ["canceled 50 100 40", "notReached 50 null null"],
  });
});

// 100 stand before the order, 80 join behind it, then 60 are canceled somewhere in the 180.
test.each([
  ["riskAverse", 100], // only what cannot be there any more: min(100, 120)
  ["power1", 67], // behind: 80 / 180 of 60, 26.7, up: 27; before it 33 less
  ["power2", 64], // behind: 80² / (80² + 100²) of 60, 23.4, up: 24; before it 36 less
  ["log", 70], // behind: ln 81 / (ln 81 + ln 101) of 60, 29.3, up: 30; before it 30 less
] as const)("[B10] of a decrease the model %s leaves %i before the order", async (model, expected) => {
  const rows = [...quiet, "1,level,buy,10.00,180,", "2,level,buy,10.00,120,"];
  expect((await fillsOf(rows, [buy()], model)).orders).toEqual([`resting 50 100 ${expected}`]);
});

test("[B10] a decrease that a trade explains is counted once", async () => {
  const rows = [...quiet, "1,level,buy,10.00,180,", "2,trade,sell,10.00,60,", "2,level,buy,10.00,120,"];
  expect((await fillsOf(rows, [buy()], "power1")).orders).toEqual(["resting 50 100 40"]);
});

test("[B10] where a recording has orders the queue is exact: what came before trades before, what came after does not", async () => {
  const rows = [
    "0,add,buy,10.00,100,a",
    "0,add,sell,10.05,10,s",
    "1,add,buy,10.00,60,b", // behind the own order
    "2,change,,,40,a", // less, in its place
    "3,execute,,,40,a",
    "4,execute,,,30,b",
    "5,change,,,90,b",
  ];
  expect(await fillsOf(rows, [buy()])).toEqual({ fills: ["#1 04 30 at 10 maker"], orders: ["resting 20 100 0"] });
});

test("[B8] trades of a recording make the bars that freqtrade made of them, to the last digit", async () => {
  const trades = sharedData("ticks-books/freqtrade-XRP_ETH-trades.json.gz");
  for (const [name, barSeconds] of [
    ["1m", 60],
    ["5m", 300],
  ] as const) {
    const reference = gunzipSync(readFileSync(sharedData(`reference/aggregation/XRP_ETH-${name}-from-trades.csv.gz`))).toString();
    const expected = reference.trim().split("\n").slice(1);
    const { bars } = await replayBook(trades, { barSeconds });
    expect(bars?.map((bar) => bar.slice(0, 6).join(","))).toEqual(expected.map((line) => line.trim()));
  }
});

test("[B9] Binance's books put together from depth updates are, at every update, what Binance quoted beside them", async () => {
  const perpetual = await replayBook(sharedData("ticks-books/hftbacktest/cm-btcusd_perp_20240808.gz"));
  expect([perpetual.flaws.count, perpetual.counts.quotesCompared, perpetual.counts.trades]).toEqual([0, 26_808, 2_286]);
  const spot = await replayBook(sharedData("ticks-books/hftbacktest/spot-btcusdt_20240808.gz"));
  expect([spot.flaws.count, spot.counts.quotesCompared, spot.counts.trades]).toEqual([0, 3_450, 9_757]);
});

// Format, messages of any kind, levels at the end, flaws; 500 levels a side is what Bybit promises at every update.
test.each([
  ["bybit-xrpusdt-ob500.data.zip", "Bybit order book", [0, 0, 3_966], [500, 500], {}],
  ["hftbacktest/hyperliquid-btcusd_20250126.gz", "Hyperliquid recording", [64, 0, 1_840], [20, 20], {}],
  ["binance-btcusdt-depth-snap.csv", "Binance T_DEPTH", [0, 0, 100], [100, 0], {}],
  ["binance-btcusdt-depth-update.csv", "Binance T_DEPTH", [0, 0, 100], [20, 30], {}],
  ["tardis/binance-futures_book_snapshot_5_BTCUSDT.csv", "Tardis book_snapshot", [0, 0, 100], [5, 5], {}],
  ["tardis/deribit_incremental_book_L2_BTC-PERPETUAL.csv", "Tardis incremental_book_L2", [0, 0, 15], [0, 15], {}],
  ["tardis/bitmex_trades_XBTUSD.csv", "trades: timestamp, side, price, amount", [10, 0, 0], [0, 0], {}],
  ["freqtrade-public_trades_list.csv", "trades: timestamp, side, price, amount", [1_000, 0, 0], [0, 0], {}],
  ["bitstampUSD.csv.gz", "trades: time, price, amount", [9_999, 0, 0], [0, 0], {}],
  ["quote_tick_data.csv.gz", "HISTDATA quotes", [0, 19_000, 0], [0, 0], {}],
  ["truefx-usdjpy-ticks.csv", "quotes: timestamp, bid, ask", [0, 2_000, 0], [0, 0], { crossed: 1 }],
] as const)("[B8] %s is read as it comes", async (name, format, said, levels, byKind) => {
  const found = await replayBook(sharedData(`ticks-books/${name}`));
  const { trades, quotes, levels: levelsSaid } = found.counts;
  expect([found.format, [trades, quotes, levelsSaid], [found.levels.bids, found.levels.asks], found.flaws.byKind]).toEqual([
    format,
    said,
    levels,
    byKind,
  ]);
});

test("[B9] a line that is missing in a recording is a gap at the next one", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rustybt-book-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const line = (type: string, u: number, bid: string) =>
    JSON.stringify({ topic: "x", type, ts: 1733011200000 + u, data: { s: "X", b: [[bid, "1"]], a: [], u, seq: u } });
  writeFileSync(join(folder, "bybit.data"), [line("snapshot", 1, "10"), line("delta", 2, "11"), line("delta", 4, "12")].join("\n"));
  const { flaws } = await replayBook(join(folder, "bybit.data"));
  expect(flaws.first.map(({ kind, row, what }) => `${row} ${kind} ${what}`)).toEqual(["3 gap update 4 follows 2"]);
});
