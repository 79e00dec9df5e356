import { expect, test } from "vitest";
import { type RowView, rowsOfView, sortKeys } from "./row-view.ts";

const columns = {
  symbol: ["AAPL", "MSFT", "AAPL", "AAPL"],
  pnl: ["-3.5", "10", "0", "2.25"],
  message: ["Bought", "sold 10", "BOUGHT again", null],
};

const rowsOf = (view: RowView) => [...rowsOfView(4, columns, view, (column, as) => sortKeys(columns, column, as))];

test("rows pass all tests of a view", () => {
  expect(rowsOf({ where: [{ column: "symbol", is: "AAPL" }] })).toEqual([0, 2, 3]);
  expect(
    rowsOf({
      where: [
        { column: "symbol", is: "AAPL" },
        { column: "pnl", above: 0 },
      ],
    }),
  ).toEqual([3]);
  expect(rowsOf({ where: [{ column: "pnl", below: 0 }] })).toEqual([0]);
  expect(rowsOf({ where: [{ column: "message", has: "bought" }] })).toEqual([0, 2]);
  expect(rowsOf({ where: [{ column: "nothing", is: "x" }] })).toEqual([]);
});

test("a view sorts what it shows", () => {
  expect(rowsOf({ where: [], sort: { column: "pnl", as: "number", isDown: true } })).toEqual([1, 3, 2, 0]);
  expect(rowsOf({ where: [{ column: "symbol", is: "AAPL" }], sort: { column: "pnl", as: "number", isDown: false } })).toEqual([0, 2, 3]);
});
