import type { Peer } from "../peers/peer.ts";

/** Floors and goals are ratios of CPU time per bar, theirs over ours. */
export const w1Peers: readonly Peer[] = [
  { name: "backtesting.py", driver: "backtesting", version: "0.6.6", bars: 100_000, runs: 3, floor: 100, goal: 250 },
  { name: "nautilus_trader", driver: "nautilus", version: "1.221.0", bars: 100_000, runs: 2, floor: 400, goal: 1_000 },
  { name: "backtrader", driver: "backtrader", version: "1.9.78.123", bars: 100_000, runs: 2, floor: 800, goal: 2_000 },
  { name: "raptorbt", driver: "raptorbt", version: "0.13.4", bars: 25_000, runs: 3, floor: 90, goal: 220 },
];
