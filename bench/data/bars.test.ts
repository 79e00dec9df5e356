import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { type CentBars, makeBars } from "./bars.ts";

// Rows and sha256 (little-endian int64: time, open, high, low, close, volume) were printed by the Python generator of the peers.
test("the m20k bars are the bytes the Python generator makes", () => {
  const bars = makeBars("m20k", 20_000);
  expect(row(bars, 0)).toEqual([1104537600000000000n, 10000n, 10003n, 9995n, 9997n, 4413n]);
  expect(row(bars, 19_999)).toEqual([1105737540000000000n, 10234n, 10236n, 10231n, 10235n, 1884n]);
  expect(sha256(bars)).toBe("f864c512cf26dcd4c20d6d26e07121cc7b34feec9f1419caa310f552a545d46e");
});

test("the m1M bars are the bytes the Python generator makes", () => {
  expect(sha256(makeBars("m1M", 1_000_000))).toBe("189b575c1dc521f996aced22dc069e9d47a628775d23c112bf73edceff3d28aa");
});

test("a shorter set is a prefix of a longer one", () => {
  const short = makeBars("m1M", 5_000);
  const long = makeBars("m1M", 20_000);
  expect(short.close).toEqual(long.close.slice(0, 5_000));
  expect(short.high).toEqual(long.high.slice(0, 5_000));
});

function row({ time, open, high, low, close, volume }: CentBars, i: number): (bigint | undefined)[] {
  return [time, open, high, low, close, volume].map((column) => column[i]);
}

function sha256({ time, open, high, low, close, volume }: CentBars): string {
  const hash = createHash("sha256");
  for (const column of [time, open, high, low, close, volume]) hash.update(new Uint8Array(column.buffer));
  return hash.digest("hex");
}
