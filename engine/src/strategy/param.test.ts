import { expect, test } from "vitest";
import { Decimal } from "../decimal.ts";
import { ConfigurationError } from "../errors.ts";
import { param } from "./param.ts";
import { resolveParams } from "./resolve-params.ts";

const definitions = {
  fast: param.int(10, { min: 2, max: 60 }),
  share: param.decimal("0.50", { min: 0, max: 1 }),
  factor: param.float(1.5, { min: 0 }),
  side: param.choice("long", ["long", "both"]),
  level: param.choice(2, [1, 2, 3]),
  on: param.bool(true),
};

function refusal(given: Readonly<Record<string, unknown>>): Pick<ConfigurationError, "code" | "message"> {
  try {
    resolveParams(definitions, given);
  } catch (error) {
    if (error instanceof ConfigurationError) return { code: error.code, message: error.message };
  }
  throw new Error("nothing was refused");
}

test("what is left out takes its default; decimals are Decimals for the strategy and text for the document", () => {
  const { values, plain } = resolveParams(definitions, {});
  expect(plain).toEqual({ fast: 10, share: "0.5", factor: 1.5, side: "long", level: 2, on: true });
  expect(values).toEqual({ ...plain, share: new Decimal("0.5") });
});

test("values may come as text, as a command line gives them", () => {
  const { plain } = resolveParams(definitions, { fast: "20", share: 0.25, factor: "2.5", side: "both", level: "3", on: "false" });
  expect(plain).toEqual({ fast: 20, share: "0.25", factor: 2.5, side: "both", level: 3, on: false });
});

test("[E40] an unknown parameter names the known ones and the near one", () => {
  expect(refusal({ fats: 3 })).toEqual({
    code: "params.unknown",
    message: 'unknown parameter "fats", did you mean fast? (known: fast, share, factor, side, level, on)',
  });
  expect(() => resolveParams({}, { fast: 3 })).toThrow('unknown parameter "fast" (this strategy has no parameters)');
});

test("[E40] a value outside the range names value and range", () => {
  expect(refusal({ fast: 1 })).toEqual({ code: "params.range", message: "parameter fast: 1 is outside 2 to 60" });
  expect(refusal({ fast: "61" })).toEqual({ code: "params.range", message: 'parameter fast: "61" is outside 2 to 60' });
  expect(refusal({ share: "1.000000000000000000000001" }).code).toBe("params.range");
  expect(refusal({ factor: -0.1 })).toEqual({ code: "params.range", message: "parameter factor: -0.1 is outside at least 0" });
});

test("[E40] a value of another kind is refused", () => {
  expect(refusal({ fast: 2.5 })).toEqual({ code: "params.type", message: "parameter fast: 2.5 is not a whole number" });
  expect(refusal({ fast: "ten" })).toEqual({ code: "params.type", message: 'parameter fast: "ten" is not a number' });
  expect(refusal({ fast: "" }).code).toBe("params.type");
  expect(refusal({ share: "half" }).code).toBe("params.type");
  expect(refusal({ side: "short" })).toEqual({ code: "params.choice", message: 'parameter side: "short" is not one of "long", "both"' });
  expect(refusal({ on: 1 }).code).toBe("params.type");
});

test("a declaration that contradicts itself is refused where it stands", () => {
  for (const declare of [
    () => param.int(1.5),
    () => param.int(1, { min: 2 }),
    () => param.int(5, { min: 9, max: 2 }),
    () => param.float(Number.NaN),
    () => param.decimal("x"),
    () => param.decimal("2", { max: "1" }),
    () => param.choice("c" as "a", ["a", "b"]),
    () => param.bool("yes" as unknown as boolean),
  ]) {
    expect(declare).toThrow(expect.objectContaining({ code: "params.definition" }));
  }
});
