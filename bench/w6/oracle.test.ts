import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { w6Oracle } from "./oracle.ts";
import { operations } from "./stream.ts";

test("the W6 oracle over 20,000 operations makes the trades of the peers' own book", () => {
  const { tape, finalEquity } = w6Oracle(operations(20_000));
  const hash = createHash("sha256");
  for (const [at, , price, quantity] of tape) hash.update(`${at % 2 ** 20} ${Math.floor(at / 2 ** 20)} ${price} ${quantity}\n`);
  expect([tape.length, finalEquity, hash.digest("hex").slice(0, 16)]).toEqual([8_068, "274214", "e3126047df3becb1"]);
});
