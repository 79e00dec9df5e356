import type { Comparison } from "./compare.ts";

/** The lines people and scripts read: parity first, then one line a peer. */
export function comparisonLines({ id, fills, ours, peers, without }: Comparison): string[] {
  const names = peers.map((peer) => peer.name).join(", ");
  return [
    `${id} parity: ${fills} fills over ${ours.bars} bars and the final equity equal the exact oracle's${names && `; tapes of ${names} equal over their bars`}`,
    `${id} rustybt ${ours.version} ${ours.cpuNsPerBar.median.toFixed(1)} ns/bar CPU, ${ours.wallNsPerBar.median.toFixed(1)} ns/bar wall`,
    ...peers.map((peer) => `${id} ${peer.name} ${peer.version} ${peer.ratio.toFixed(1)}x floor ${peer.floor}x goal ${peer.goal}x`),
    ...without.map((peer) => `${id} ${peer.name} ${peer.version} not compared: ${peer.reason}`),
  ];
}

/** Whether every peer was compared and every floor holds. */
export function holds({ peers, without }: Comparison): boolean {
  return without.length === 0 && peers.every((peer) => peer.ratio >= peer.floor);
}
