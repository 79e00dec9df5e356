import { seededRandom } from "../run/random.ts";

/** Bars below which every one of them is a point. */
const allUpTo = 250;
/** Bars that all replays together may walk, about. */
const mostWalked = 3e7;

export interface Points {
  /** Ascending steps. */
  readonly steps: readonly number[];
  readonly isSample: boolean;
}

/**
 * After which bars the future is taken away: all bars of a short run; of a longer one those with orders and a seeded sample of the others,
 * as many as a bounded amount of work allows. The last bar has no future.
 */
export function samplePoints(bars: number, withOrders: readonly number[], seed: number): Points {
  const last = bars - 1;
  if (bars <= allUpTo) return { steps: Array.from({ length: Math.max(0, last) }, (_, step) => step), isSample: false };
  const room = Math.min(last, 300, Math.max(16, Math.floor(mostWalked / bars)));
  const random = seededRandom(seed);
  const chosen = new Set<number>(
    pick(
      withOrders.filter((step) => step < last),
      Math.ceil((room * 3) / 4),
      random,
    ),
  );
  while (chosen.size < room) chosen.add(Math.floor(random() * last));
  return { steps: [...chosen].sort((a, b) => a - b), isSample: true };
}

/** All of them, or a sample that holds the first and the last. */
function pick(steps: readonly number[], room: number, random: () => number): number[] {
  if (steps.length <= room) return [...steps];
  const chosen = new Set([steps[0] as number, steps.at(-1) as number]);
  while (chosen.size < room) chosen.add(steps[Math.floor(random() * steps.length)] as number);
  return [...chosen];
}
