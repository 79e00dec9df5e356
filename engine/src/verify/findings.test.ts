import { expect, test } from "vitest";
import { Findings } from "./findings.ts";

const pathsOf = (expected: unknown, found: unknown): string[] => {
  const findings = new Findings();
  findings.equal("part", expected, found, "follows");
  return findings.list.map(({ path }) => path);
};

test("each place that differs is named, and what is only not there is no difference", () => {
  expect(pathsOf({ a: [1, { b: "x" }], c: undefined }, { a: [1, { b: "x" }] })).toEqual([]);
  expect(pathsOf({ a: [1, { b: "x" }] }, { a: [2, { b: "y" }] })).toEqual(["part.a[0]", "part.a[1].b"]);
  expect(pathsOf({ a: 1 }, { a: 1, more: null })).toEqual(["part.more"]);
  expect(pathsOf({ a: 1, more: 2 }, { a: 1 })).toEqual(["part.more"]);
  expect(pathsOf([], {})).toEqual(["part"]);
  expect(pathsOf({}, [])).toEqual(["part"]);
  expect(pathsOf([1], [1, 2])).toEqual(["part"]);
});

test("a member with the name of something every object has is a member like any other", () => {
  for (const name of ["toString", "constructor", "__proto__"]) {
    expect(pathsOf({}, JSON.parse(`{"${name}": 1}`))).toEqual([`part.${name}`]);
  }
});

test("a row that differs is named with where it comes from", () => {
  const findings = new Findings();
  findings.rows("fills", [{ price: "1" }, { price: "2" }], [{ price: "1" }, { price: "3" }], (row) => `follows from events[${row}]`);
  expect(findings.list).toEqual([{ path: "fills[1].price", message: "follows from events[1]", expected: "2", found: "3" }]);
});
