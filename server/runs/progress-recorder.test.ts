import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ProgressRecorder } from "./progress-recorder.ts";
import type { LiveBatch } from "./run-events.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const frame = (bar: number) => ({ bar, bars: 1000, date: "2024-01-02", equity: String(100_000 + bar), barsPerSecond: 5_000 });

function recorder(everyMs = 100, write: (batch: LiveBatch) => Promise<void> = async () => {}) {
  const batches: LiveBatch[] = [];
  const failures: unknown[] = [];
  const made = new ProgressRecorder({
    everyMs,
    write: async (batch) => {
      batches.push(batch);
      await write(batch);
    },
    onFailure: (error) => {
      failures.push(error);
      return String(error).includes("lease") ? "stop" : "goOn";
    },
  });
  return { made, batches, failures };
}

test("the first progress goes out at once, later ones together", async () => {
  const { made, batches } = recorder();
  made.progress(frame(1));
  await pass(20);
  expect(batches.map(({ progress }) => progress?.bar)).toEqual([1]);
  for (let bar = 2; bar <= 40; bar++) made.progress(frame(bar));
  await pass(20);
  expect(batches).toHaveLength(1);
  await made.finish();
  expect(batches[1]?.progress?.bar).toBe(40);
  expect(batches[1]?.points.map(([bar]) => bar)).toEqual(Array.from({ length: 39 }, (_, index) => index + 2));
});

test("a second of frames makes at most five batches and loses no equity point", async () => {
  const { made, batches } = recorder(250);
  let bar = 0;
  for (; bar < 500; bar++) {
    made.progress(frame(bar));
    await pass(2);
  }
  // At once, at 250, 500, 750 and 1,000 ms, and what is left.
  expect(batches).toHaveLength(5);
  await made.finish();
  expect(batches.flatMap(({ points }) => points.map(([at]) => at))).toEqual(Array.from({ length: bar }, (_, index) => index));
});

test("a flood of log lines is counted, not kept", async () => {
  const { made, batches } = recorder();
  for (let line = 0; line < 100_000; line++) made.log([{ t: "2024-01-02T00:00:00Z", bar: line, message: "x".repeat(1000) }]);
  await made.finish();
  const [batch] = batches;
  expect(batch?.logs).toHaveLength(200);
  expect(batch?.logs[0]?.message).toHaveLength(500);
  expect(batch?.droppedLogs).toBe(99_800);
});

test("nothing more is written after a write failed, and the failure is told once", async () => {
  const { made, batches, failures } = recorder(10, async () => {
    throw new Error("the lease is lost");
  });
  made.progress(frame(1));
  await pass(30);
  made.progress(frame(2));
  await pass(30);
  await made.finish();
  expect([batches.length, failures.length]).toEqual([1, 1]);
});

test("a write that failed for a while does not end the recording, and one frame is enough for a speed", async () => {
  let isAway = true;
  const { made, batches, failures } = recorder(10, async () => {
    if (isAway) throw new Error("connection refused");
  });
  made.progress(frame(1));
  await pass(30);
  isAway = false;
  made.progress(frame(2));
  await made.finish();
  expect([failures.length, batches.at(-1)?.progress]).toEqual([1, frame(2)]);
});
