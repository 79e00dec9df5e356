/**
 * Moves labels apart so that none covers another: they keep their order, stay within `[low, high]` where there is room, and move as little as possible.
 *
 * @example
 * placeLabels([10, 12], { gap: 10, low: 0, high: 100 }); // [6, 16]
 */
export function placeLabels(wanted: readonly number[], { gap, low, high }: { gap: number; low: number; high: number }): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);
  // Groups of touching labels, each centred on the mean of its wishes.
  const groups: { members: number[]; start: number }[] = [];
  for (const index of order) {
    groups.push({ members: [index], start: within(wanted[index] ?? 0, 1) });
    for (;;) {
      const [before, last] = groups.slice(-2);
      if (before === undefined || last === undefined || before.start + before.members.length * gap <= last.start) break;
      const members = [...before.members, ...last.members];
      const mean = members.reduce((sum, i, at) => sum + (wanted[i] ?? 0) - at * gap, 0) / members.length;
      groups.splice(-2, 2, { members, start: within(mean, members.length) });
    }
  }
  const placed = new Array<number>(wanted.length).fill(0);
  for (const { members, start } of groups) for (const [at, i] of members.entries()) placed[i] = start + at * gap;
  return placed;

  function within(start: number, count: number): number {
    return Math.max(low, Math.min(start, high - (count - 1) * gap));
  }
}
