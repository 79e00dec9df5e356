import { expect, test } from "vitest";
import { canonicalJson, canonicalPieces } from "./canonical-json.ts";

// Examples of RFC 8785 sections 3.2.2, 3.2.3 and appendix B.
test("the example of RFC 8785 section 3.2 comes out as printed there", () => {
  const input = JSON.parse(
    '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
  );
  expect(canonicalJson(input)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test("members are sorted by UTF-16 code units, as in RFC 8785 section 3.2.3", () => {
  const input = {
    "€": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One",
    "😀": "Emoji: Grinning Face",
    "\u0080": "Control",
    ö: "Latin Small Letter O With Diaeresis",
  };
  expect([...canonicalJson(input).matchAll(/:"([^"]*)"/g)].map((match) => match[1])).toEqual([
    "Carriage Return",
    "One",
    "Control",
    "Latin Small Letter O With Diaeresis",
    "Euro Sign",
    "Emoji: Grinning Face",
    "Hebrew Letter Dalet With Dagesh",
  ]);
});

test("numbers are written as in RFC 8785 appendix B", () => {
  const bits = (hex: string) => new DataView(new BigUint64Array([BigInt(`0x${hex}`)]).buffer).getFloat64(0, true);
  const samples: [string, string][] = [
    ["0000000000000000", "0"],
    ["8000000000000000", "0"],
    ["0000000000000001", "5e-324"],
    ["8000000000000001", "-5e-324"],
    ["7fefffffffffffff", "1.7976931348623157e+308"],
    ["4340000000000000", "9007199254740992"],
    ["4430000000000000", "295147905179352830000"],
    ["44b52d02c7e14af5", "9.999999999999997e+22"],
    ["44b52d02c7e14af6", "1e+23"],
    ["444b1ae4d6e2ef4e", "999999999999999700000"],
    ["444b1ae4d6e2ef50", "1e+21"],
    ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
    ["3eb0c6f7a0b5ed8d", "0.000001"],
    ["41b3de4355555553", "333333333.3333332"],
    ["becbf647612f3696", "-0.0000033333333333333333"],
    ["43143ff3c1cb0959", "1424953923781206.2"],
  ];
  for (const [hex, text] of samples) expect(canonicalJson(bits(hex))).toBe(text);
});

test("an undefined member is left out, at any depth", () => {
  expect(canonicalJson({ b: undefined, a: [{ c: undefined }] })).toBe('{"a":[{}]}');
});

test("rows in order already and rows that are not come out alike, with escapes, zeros and what is not there", () => {
  expect(
    canonicalJson([
      { a: "\\ud800", b: -0 },
      { b: "\u2028\n", a: null, c: undefined },
    ]),
  ).toBe('[{"a":"\\\\ud800","b":0},{"a":null,"b":"\u2028\\n"}]');
});

test("the pieces of a document are its text, also of one without members", () => {
  const rows = Array.from({ length: 2_500 }, (_, n) => ({ n, t: "x" }));
  const document = { rows, empty: [], none: undefined, a: { c: 1, b: [2] } };
  const expected = `{"a":{"b":[2],"c":1},"empty":[],"rows":[${rows.map(({ n }) => `{"n":${n},"t":"x"}`).join(",")}]}`;
  expect([...canonicalPieces(document)].join("")).toBe(expected);
  expect([...canonicalPieces({})].join("")).toBe("{}");
  expect(() => [...canonicalPieces({ a: [1, Number.NaN] })]).toThrow("canonical JSON cannot hold the number NaN (at $.a[1])");
});

test("what JSON cannot say is refused with its place", () => {
  expect(() => canonicalJson({ a: [1, Number.NaN] })).toThrow("canonical JSON cannot hold the number NaN (at $.a[1])");
  expect(() => canonicalJson({ a: 1n })).toThrow("canonical JSON cannot hold a value of type bigint (at $.a)");
  expect(() => canonicalJson({ a: new Date(0) })).toThrow("canonical JSON cannot hold an instance of Date (at $.a)");
  expect(() => canonicalJson({ a: "\ud800" })).toThrow("canonical JSON cannot hold a string with a lone surrogate (at $.a)");
  expect(() => canonicalJson({ "\ud800": 1 })).toThrow("canonical JSON cannot hold a name with a lone surrogate");
  expect(() => canonicalJson([undefined])).toThrow("canonical JSON cannot hold a value of type undefined (at $[0])");
  expect(() => canonicalJson("\ud800")).toThrow("canonical JSON cannot hold a string with a lone surrogate (at $)");
});
