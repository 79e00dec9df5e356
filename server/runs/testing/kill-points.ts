import { expect } from "vitest";
import type { RunFixture, TestWorker } from "./run-fixture.ts";

export interface KillPoint {
  /** After the run was queued. */
  readonly afterMs: number;
  readonly attempts: readonly (string | null)[];
  /** From the readiness of the next worker to the end of the run. */
  readonly recoveredMs: number;
}

/** The same numbers for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Kills the worker of a run at each of the given moments and starts another one. Every run must come to the one right result, whatever the
 * dead worker had done by then.
 */
export async function killAtPoints(
  fixture: RunFixture,
  {
    moments,
    input,
    hash,
  }: { readonly moments: readonly number[]; readonly input: Parameters<RunFixture["createRun"]>[0]; readonly hash: string },
): Promise<KillPoint[]> {
  const points: KillPoint[] = [];
  let worker: TestWorker = await fixture.startWorker({ leaseSeconds: 3 });
  for (const afterMs of moments) {
    const runId = await fixture.createRun(input);
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    worker.kill("SIGKILL");
    await worker.exited;
    await fixture.expireLease(runId);
    worker = await fixture.startWorker({ leaseSeconds: 3 });
    const ready = performance.now();
    const run = await fixture.ended(runId);
    const results = await fixture.database.admin`select hash, epoch from run_results where run_id = ${runId}`;
    const ends = await fixture.database.admin`select count(*)::int as count from run_events
      where run_id = ${runId} and kind = 'state' and body ->> 'status' in ('succeeded', 'failed', 'cancelled')`;
    expect([run.status, [...results].map((row) => row.hash), ends[0]?.count], `killed ${afterMs} ms after the run was queued`).toEqual([
      "succeeded",
      [hash],
      1,
    ]);
    points.push({ afterMs, attempts: run.attempts.map(({ outcome }) => outcome), recoveredMs: Math.round(performance.now() - ready) });
  }
  worker.kill("SIGTERM");
  await worker.exited;
  return points;
}
