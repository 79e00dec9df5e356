import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import schema from "../../../sdk/schema/result-1.json" with { type: "json" };
import { partialFills } from "./fixtures/partial-fills.ts";
import { splitAndDividend } from "./fixtures/split-and-dividend.ts";
import { type JsonSchema, SchemaValidator } from "./json-schema.ts";

const full = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);
const small = new SchemaValidator(schema as JsonSchema);
const plain = (value: unknown): Record<string, unknown> => JSON.parse(JSON.stringify(value));

test.each([partialFills, splitAndDividend])("a document worked out on paper is valid for a full validator and for ours", (document) => {
  full(plain(document));
  expect(full.errors).toBeNull();
  expect(small.fits(plain(document))).toBe(true);
  expect(small.faults(plain(document), "")).toEqual([]);
});

/** Where a value is put, the value, and the path at fault where that is another one. */
const spoilt: [at: string, value: unknown, fault?: string][] = [
  ["schema", "rustybt.result/2"],
  ["hash", "abc"],
  ["equity", []],
  ["extra", 1],
  ["summary.endValue", 10521.7],
  ["summary.endValue", "10521.70"],
  ["summary.endValue", "-0"],
  ["summary.orders", 1.5],
  ["manifest.config.commission.minimum", "-1"],
  ["manifest.config.slippage", { model: "guess" }],
  ["events[2].side", "hold"],
  ["events[2].why.gap", false],
  ["events[2].postings[0]", ["cash", "USD"]],
  ["events[1].type", "wish", "events[1]"],
  ["metrics[0].value", "many"],
];

function put(document: object, path: string, value: unknown): void {
  const names = path.split(/[.[\]]+/).filter((name) => name !== "");
  const last = names.pop() ?? "";
  const holder = names.reduce((at, name) => Reflect.get(at, name), document);
  Reflect.set(holder, last, value);
}

test.each(spoilt)("both validators refuse a document with another value at %s: %j", (at: string, value: unknown, fault: string = at) => {
  const document = plain(partialFills);
  put(document, at, value);
  expect(full(document)).toBe(false);
  expect(small.fits(document)).toBe(false);
  expect(small.faults(document, "").map(({ path }) => path)).toContain(fault);
});

test("a missing part is named", () => {
  const { hash: _hash, ...document } = plain(partialFills);
  expect(full(document)).toBe(false);
  expect(small.faults(document, "")).toEqual([{ path: "hash", message: "is missing", found: undefined }]);
});
