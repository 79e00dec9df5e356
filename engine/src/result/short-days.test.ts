import { expect, test } from "vitest";
import { plainConfig } from "../verify/fixtures/hand-document.ts";
import { shortWarnings } from "./short-days.ts";

const times = Float64Array.from([2, 3, 4, 5, 8], (day) => Date.UTC(2024, 0, day));
const days = Int32Array.from(times, (time) => time / 86_400_000);
const config = { ...plainConfig, account: { ...plainConfig.account, type: "margin" as const } };
const symbols = ["X", "Y"];
const day = (n: number) => `2024-01-0${n}T00:00:00Z`;
const trade = { quantity: "1", entryPrice: "1", exitPrice: "1", grossPnl: "0", pnl: "0", fees: "0", entryOrder: 1 };

test("days on which a short was held at the close are counted once over all its pieces", () => {
  const trades = [
    { ...trade, symbol: "X", side: "short", entryTime: day(2), exitTime: day(4) },
    { ...trade, symbol: "X", side: "short", entryTime: day(3), exitTime: day(5) },
    { ...trade, symbol: "Y", side: "long", entryTime: day(2), exitTime: day(8) },
  ] as const;
  expect(shortWarnings({ config, symbols, borrow: undefined, times, days, trades, positions: [] })).toEqual([
    {
      code: "account.shortWithoutBorrowRate",
      message: "X was held short at the close on 3 exchange days without a borrow rate: borrowing it cost nothing.",
      symbol: "X",
      count: 3,
    },
  ]);
});

test("an open short counts up to the end", () => {
  const lot = { t: day(5), quantity: "1", price: "1", cost: "1", fees: "0", order: 1, id: "1.1" };
  const position = {
    symbol: "X",
    quantity: "-1",
    averagePrice: "1",
    lastPrice: "1",
    marketValue: "-1",
    unrealized: "0",
    realized: "0",
    lots: [lot],
  };
  expect(shortWarnings({ config, symbols, borrow: undefined, times, days, trades: [], positions: [position] })).toMatchObject([
    { symbol: "X", count: 2 },
  ]);
});

test("a short that is covered in the bar it was sold in, and a short future, cost no borrowing", () => {
  const within = [{ ...trade, symbol: "X", side: "short", entryTime: day(3), exitTime: day(3) }] as const;
  expect(shortWarnings({ config, symbols, borrow: undefined, times, days, trades: within, positions: [] })).toEqual([]);
  const future = { ...config, instruments: { "*": { ...plainConfig.instruments["*"], assetClass: "future" } } } as typeof config;
  const held = [{ ...trade, symbol: "ES", side: "short", entryTime: day(2), exitTime: day(4) }] as const;
  expect(shortWarnings({ config: future, symbols, borrow: undefined, times, days, trades: held, positions: [] })).toEqual([]);
});
