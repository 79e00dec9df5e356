import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { hashOfEvents, sealOf } from "./seal.ts";

const sha = (text: string) => createHash("sha256").update(text).digest("hex");

test("the seal covers everything but itself, the start and the duration", () => {
  const document = { b: 1, seal: "x", manifest: { startedAt: "now", elapsedMs: 3, seed: 1 }, a: ["é"] };
  expect(sealOf(document)).toBe(sha('{"a":["é"],"b":1,"manifest":{"seed":1}}'));
  expect(sealOf({ ...document, seal: "y", manifest: { startedAt: "later", elapsedMs: 4, seed: 1 } })).toBe(sealOf(document));
});

test("the hash is over canonical lines, each with its newline", () => {
  expect(
    hashOfEvents([
      { type: "end", t: "x" },
      { b: 2, a: 1 },
    ]),
  ).toBe(sha('{"t":"x","type":"end"}\n{"a":1,"b":2}\n'));
});
