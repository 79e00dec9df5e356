import { expect, test } from "vitest";
import { acceptsGzip } from "./accepts-gzip.ts";

// RFC 9110 §12.5.3, its examples among them.
test.each([
  [null, false],
  ["", false],
  ["identity", false],
  ["compress, gzip", true],
  ["*", true],
  ["compress;q=0.5, gzip;q=1.0", true],
  ["gzip;q=1.0, identity; q=0.5, *;q=0", true],
  ["gzip, deflate, br, zstd", true],
  ["GZIP", true],
  ["x-gzip", true],
  ["gzip;q=0", false],
  ["gzip; q=0.000, br", false],
  ["*, gzip;q=0", false],
  ["br", false],
  ["br;q=1, *;q=0", false],
  ["gzip;q=oops", false],
])("Accept-Encoding %j: gzip is taken: %s", (header, expected) => {
  expect(acceptsGzip(header)).toBe(expected);
});
