import { expect, test } from "vitest";
import { parseRfc3339, rfc3339, rfc3339Formatter } from "./rfc3339.ts";

const samples: [number, string][] = [
  [0, "1970-01-01T00:00:00Z"],
  [-1, "1969-12-31T23:59:59.999Z"],
  [1402272000000, "2014-06-09T00:00:00Z"],
  [1402329599000, "2014-06-09T15:59:59Z"],
  [951782400123, "2000-02-29T00:00:00.123Z"],
];

test("times are written in UTC, with milliseconds only when they are not zero", () => {
  const format = rfc3339Formatter();
  for (const [timeMs, text] of samples) {
    expect(rfc3339(timeMs)).toBe(text);
    expect(format(timeMs)).toBe(text);
    expect(parseRfc3339(text)).toBe(timeMs);
  }
});

test("only the one canonical form is read back", () => {
  for (const text of ["2014-06-09", "2014-06-09T00:00:00.000Z", "2014-06-09T00:00:00+00:00", "2014-02-30T00:00:00Z", "x"]) {
    expect(parseRfc3339(text)).toBeUndefined();
  }
});
