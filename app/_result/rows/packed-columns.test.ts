import { expect, test } from "vitest";
import { derivedColumns, packColumn, packedText, packedValue } from "./packed-columns.ts";

const read = (values: readonly unknown[]) => {
  const column = packColumn(values);
  return {
    kind: column.kind,
    values: values.map((_, row) => packedValue(column, row)),
    texts: values.map((_, row) => packedText(column, row)),
  };
};

test("numbers come back as numbers, and nothing as nothing", () => {
  expect(read([3, null, -1.5])).toEqual({ kind: "numbers", values: [3, null, -1.5], texts: ["3", null, "-1.5"] });
});

test("few different texts are kept once each", () => {
  const sides = Array.from({ length: 5_000 }, (_, row) => (row % 3 === 0 ? null : row % 3 === 1 ? "buy" : "sell"));
  expect(read(sides)).toMatchObject({ kind: "choices", values: sides });
});

test("many different texts come back, letters of several bytes too", () => {
  const plain = Array.from({ length: 5_000 }, (_, row) => (row === 7 ? null : `order ${row}`));
  expect(read(plain)).toMatchObject({ kind: "texts", values: plain });
  const accented = plain.map((text, row) => (row % 2 === 0 ? `né ${row} 価格` : text));
  expect(read(accented)).toMatchObject({ kind: "texts", values: accented });
});

test("what is more than a text comes back whole", () => {
  const reasons = Array.from({ length: 5_000 }, (_, bar) => ({ rule: "limit", bar, gap: bar % 2 === 0 }));
  expect(read(reasons).values).toEqual(reasons);
  expect(read([{ t: "2024-01-02" }, null, true]).values).toEqual([{ t: "2024-01-02" }, null, true]);
});

test("when an order was placed and why a fill happened are columns of their own", () => {
  const orders = {
    count: 2,
    columns: { history: [[{ t: "2024-01-02T00:00:00Z", status: "accepted" }, { t: "2024-01-03T00:00:00Z" }], []] },
  };
  expect(derivedColumns(orders)).toEqual({ placed: ["2024-01-02T00:00:00Z", null] });
  // A trade's own reason is a text.
  expect(derivedColumns({ count: 1, columns: { why: ["signal"] } })).toEqual({});
  const fills = {
    count: 2,
    columns: {
      why: [
        { rule: "stop", point: "open", gap: true },
        { rule: "limit", point: "toLow" },
      ],
    },
  };
  expect(derivedColumns(fills)).toEqual({ because: ["stop, open, gap", "limit, toLow"] });
});
