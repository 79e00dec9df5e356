import { expect, test } from "vitest";
import { hashOfEvents, sealOf } from "../result/seal.ts";
import { splitAndDividend } from "./fixtures/split-and-dividend.ts";
import { verifyResult } from "./verify-result.ts";

const missing = Symbol("missing");
const replacements: readonly unknown[] = [missing, "0", "-1", "9".repeat(70), "X"];

/** Every value in turn replaced by something else, or taken away. */
function* spoilt(value: unknown): Generator<unknown> {
  if (typeof value !== "object" || value === null) {
    yield* replacements.filter((other) => other !== value);
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    for (const other of spoilt(member)) {
      if (Array.isArray(value)) yield other === missing ? value.toSpliced(Number(name), 1) : value.with(Number(name), other);
      else if (other === missing) yield Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
      else yield { ...value, [name]: other };
    }
  }
}

test("a document with anything in any place is judged, never an exception", () => {
  const { seal: _seal, hash, ...rest } = JSON.parse(JSON.stringify(splitAndDividend));
  const sealedOnly = new Set<string>();
  let count = 0;
  for (const [name, part] of Object.entries(rest)) {
    for (const other of spoilt(part)) {
      const { [name]: _part, ...others } = rest;
      const forged = { ...others, hash, ...(other === missing ? {} : { [name]: other }) };
      const hashed = { ...forged, hash: Array.isArray(forged.events) ? hashOfEvents(forged.events) : hash };
      const { ok } = verifyResult({ ...hashed, seal: sealOf(hashed) });
      if (ok) sealedOnly.add(name);
      count++;
    }
  }
  expect(count).toBeGreaterThan(3000);
  // What is only sealed (docs/result.md) stands in the manifest.
  expect([...sealedOnly]).toEqual(["manifest"]);
});

test.each([null, 1, "text", [], {}, { schema: "rustybt.result/1" }])("%j is not a document", (value) => {
  expect(verifyResult(value).ok).toBe(false);
});
