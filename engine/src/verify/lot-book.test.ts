import { expect, test } from "vitest";
import { fraction } from "./fraction.ts";
import { type ClosedPiece, LotBook, type LotMethod } from "./lot-book.ts";

/** Quantity, cost, gross profit and fees of each piece. */
const rows = (pieces: readonly ClosedPiece[]) =>
  pieces.map(({ quantity, cost, gross, fees }) => [Number(quantity.num) / Number(quantity.den), cost, gross, fees]);

function bought(method: LotMethod, fee = 0n): LotBook {
  const book = new LotBook(method);
  for (const [order, price] of [10n, 14n, 12n].entries())
    book.execute({ t: `day ${order}`, order, id: `${order}.1`, quantity: 100n, value: 100n * price, fee });
  return book;
}

test.each([
  [
    "fifo",
    [
      [100, 1000n, 300n, 0n],
      [50, 700n, -50n, 0n],
    ],
  ],
  [
    "lifo",
    [
      [100, 1200n, 100n, 0n],
      [50, 700n, -50n, 0n],
    ],
  ],
  [
    "hifo",
    [
      [100, 1400n, -100n, 0n],
      [50, 600n, 50n, 0n],
    ],
  ],
  ["average", [[150, 1800n, 150n, 0n]]],
] as const)("[M4] buys of 100 at 10, 14 and 12, then 150 sold at 13, by %s", (method, expected) => {
  const pieces = bought(method).execute({ t: "day 3", order: 3, id: `${3}.1`, quantity: -150n, value: 1950n, fee: 0n });
  expect(rows(pieces)).toEqual(expected);
});

test("[M4] fees are shared by quantity, the last piece takes the residue", () => {
  // Amounts in cents: 1.00 a trade; buy 100, buy 100, sell 150.
  const book = new LotBook("fifo");
  book.execute({ t: "1", order: 1, id: `${1}.1`, quantity: 100n, value: 0n, fee: 100n });
  book.execute({ t: "2", order: 2, id: `${2}.1`, quantity: 100n, value: 0n, fee: 100n });
  // 1 + 1 × 100/150 = 1.67 and 0.5 + 0.33: together 2.5.
  expect(rows(book.execute({ t: "3", order: 3, id: `${3}.1`, quantity: -150n, value: 0n, fee: 100n })).map(([, , , fees]) => fees)).toEqual(
    [167n, 83n],
  );
  expect(book.lots).toMatchObject([{ quantity: { num: 50n, den: 1n }, fees: 50n }]);
});

test("[M2] one execution across zero closes one lot and opens another", () => {
  const book = new LotBook("fifo");
  book.execute({ t: "1", order: 1, id: `${1}.1`, quantity: 100n, value: 1000n, fee: 0n });
  const pieces = book.execute({ t: "2", order: 2, id: `${2}.1`, quantity: -150n, value: 1800n, fee: 3n });
  expect(pieces).toMatchObject([{ side: "long", gross: 200n, fees: 2n, entryTime: "1", entryOrder: 1 }]);
  expect(book.quantity).toBe(-50n);
  expect(book.lots).toMatchObject([{ quantity: { num: 50n, den: 1n }, cost: 600n, fees: 1n, t: "2", order: 2 }]);
  expect(book.cost).toBe(-600n);
});

test("[M6] a split keeps costs, and 7:1 of 10 shares is 70", () => {
  const book = new LotBook("fifo");
  book.execute({ t: "1", order: 1, id: `${1}.1`, quantity: 10n, value: 7000n, fee: 0n });
  expect(book.split(fraction(7n), 1n, () => 0n)).toEqual({ pieces: [], inLieu: { num: 0n, den: 1n }, amount: 0n });
  expect(book.lots).toMatchObject([{ quantity: { num: 70n, den: 1n }, cost: 7000n }]);
});

test("[M6] 1:10 of 15 shares at a last close of 20 leaves one and pays half a share at 200", () => {
  const book = new LotBook("fifo");
  book.execute({ t: "1", order: 1, id: `${1}.1`, quantity: 15n, value: 150n, fee: 0n });
  const { pieces, inLieu, amount } = book.split(fraction(1n, 10n), 1n, ({ num, den }) => (200n * num) / den);
  expect(inLieu).toEqual({ num: 1n, den: 2n });
  expect(amount).toBe(100n);
  expect(rows(pieces)).toEqual([[0.5, 50n, 50n, 0n]]);
  expect(book.quantity).toBe(1n);
});

test("two lots that a split makes fractions of may still be a whole position", () => {
  const book = new LotBook("fifo");
  book.execute({ t: "1", order: 1, id: `${1}.1`, quantity: 1n, value: 30n, fee: 0n });
  book.execute({ t: "2", order: 2, id: `${2}.1`, quantity: 1n, value: 36n, fee: 0n });
  expect(book.split(fraction(3n, 2n), 1n, () => 0n).inLieu.num).toBe(0n);
  // Two of the three: 1.5 of the first lot and 0.5 of the second, for 24 and 8.
  expect(rows(book.execute({ t: "3", order: 3, id: `${3}.1`, quantity: -2n, value: 32n, fee: 0n }))).toEqual([
    [1.5, 30n, -6n, 0n],
    [0.5, 12n, -4n, 0n],
  ]);
});
