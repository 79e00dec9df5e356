import { expect, test } from "vitest";
import { codeHash } from "./code-hash.ts";

const file = (path: string, text: string) => ({ path, bytes: Buffer.from(text) });

// printf 'a.ts\0003\000abcsub/b.ts\0001\000x' | sha256sum
test("the hash is over path, length and bytes of each file, sorted by path", () => {
  const expected = "a02b30566af4610fa06173dede3dc229aff483e9441d2b3a598a83f3e576c0e6";
  expect(codeHash([file("a.ts", "abc"), file("sub/b.ts", "x")])).toBe(expected);
  expect(codeHash([file("sub/b.ts", "x"), file("a.ts", "abc")])).toBe(expected);
});

// printf 'B.ts\0001\000ya.ts\0002\000\303\244' | sha256sum
test("paths are sorted by their bytes and lengths count bytes", () => {
  expect(codeHash([file("a.ts", "ä"), file("B.ts", "y")])).toBe("16649c43337f1a5ea1dca25edb8f875d68ceb07017c692d9b7e7dbb879192229");
});
