import { expect, test } from "vitest";
import { compare, type Workload } from "./compare.ts";
import type { Peer } from "./peers/peer.ts";
import { comparisonLines, holds } from "./print.ts";
import type { SideReport } from "./report.ts";
import { spreadOf } from "./statistics.ts";
import { agree, type Tape, tapeDifference } from "./tape.ts";

const tape: Tape = [
  [3, "B", 1_000, 100],
  [7, "S", 1_010, 100],
];

const peer: Peer = { name: "slow.py", driver: "backtrader", version: "1.0", bars: 10, runs: 1, floor: 100, goal: 200 };

function report(cpu: number, changes: Partial<SideReport> = {}): SideReport {
  return { version: "1.0", runs: [{ cpu, wall: cpu }], peakRssMb: 50, fills: tape, finalEquity: "110", ...changes };
}

function workload(theirs: SideReport, our = report(1e-6)): Workload {
  return {
    id: "W0",
    ours: { side: async () => our, bars: 100, runs: 1, warmUp: 0 },
    peers: [{ peer, side: async () => theirs }],
    oracle: () => ({ tape, finalEquity: "110" }),
  };
}

test("a peer that makes the oracle's fills gets a ratio of CPU time per bar", async () => {
  // 15 us over 10 bars against 1 us over 100 bars: 1,500 ns and 10 ns a bar.
  const comparison = await compare(workload(report(15e-6)), 2, () => {});
  expect(comparisonLines(comparison).at(-1)).toBe("W0 slow.py 1.0 150.0x floor 100x goal 200x");
  expect(holds(comparison)).toBe(true);
});

test("a ratio below the floor does not hold", async () => {
  expect(holds(await compare(workload(report(9e-6)), 1, () => {}))).toBe(false);
});

test("a peer with another fill has no figures, only the difference", async () => {
  const fills: Tape = [...tape.slice(0, 1), [7, "S", 1_011, 100]];
  const comparison = await compare(workload(report(1, { fills })), 1, () => {});
  expect(comparison.peers).toEqual([]);
  expect(comparison.without).toEqual([{ name: "slow.py", version: "1.0", reason: "fill 2 of 2 and 2: 7 S 1010 100 against 7 S 1011 100" }]);
  expect(holds(comparison)).toBe(false);
});

test("our own result must be the oracle's to the last digit", async () => {
  const ours = report(1e-6, { finalEquity: "110.000000000001" });
  await expect(compare(workload(report(1), ours), 1, () => {})).rejects.toThrow("final equity 110 against 110.000000000001");
});

test("a float equity agrees to a relative 1e-9 and not further off", () => {
  expect(agree("942357.029", "942357.0290000001")).toBe(true);
  expect(agree("942357.029", "942357.031")).toBe(false);
});

test("a missing fill is a difference", () => {
  expect(tapeDifference(tape, tape.slice(0, 1))).toBe("fill 2 of 2 and 1: 7 S 1010 100 against nothing");
  expect(tapeDifference(tape, [...tape])).toBeUndefined();
});

test("the spread of repetitions is measured from the least", () => {
  expect(spreadOf([12, 10, 15])).toEqual({ min: 10, median: 12, spread: 0.5 });
  expect(spreadOf([4, 2])).toEqual({ min: 2, median: 3, spread: 1 });
});
