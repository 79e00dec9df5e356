import { expect, test } from "vitest";
import { liveRun, percent, secondsLeft, withEvent } from "./live-run.ts";

const progress = { bar: 50, bars: 200, date: "2024-03-01", equity: "101000", barsPerSecond: 25 };

test("events build up what is known of a run", () => {
  const events = [
    { epoch: 1, kind: "state", body: { status: "running" } },
    { epoch: 1, kind: "progress", body: progress },
    { epoch: 1, kind: "equity", body: { points: [[50, "2024-03-01", "101000"]] } },
    { epoch: 1, kind: "log", body: { lines: [{ t: "2024-03-01T00:00:00Z", bar: 50, message: "bought" }], dropped: 2 } },
  ] as const;
  expect(events.reduce(withEvent, liveRun("queued"))).toEqual({
    status: "running",
    epoch: 1,
    progress,
    points: [[50, "2024-03-01", "101000"]],
    logs: [{ t: "2024-03-01T00:00:00Z", bar: 50, message: "bought" }],
    droppedLogs: 2,
  });
});

test("a new attempt begins from nothing, and the old one is not heard any more", () => {
  const first = withEvent(withEvent(liveRun("running"), { epoch: 1, kind: "equity", body: { points: [[1, "2024-01-02", "1"]] } }), {
    epoch: 2,
    kind: "state",
    body: { status: "running", reason: "the worker was lost" },
  });
  expect([first.points, first.reason]).toEqual([[], "the worker was lost"]);
  expect(withEvent(first, { epoch: 1, kind: "progress", body: progress })).toBe(first);
});

test("a long curve keeps its newest points in full", () => {
  let run = liveRun("running");
  for (let bar = 0; bar < 10_000; bar++) run = withEvent(run, { epoch: 1, kind: "equity", body: { points: [[bar, "2024-01-02", "1"]] } });
  expect(run.points.length).toBeLessThanOrEqual(4_000);
  expect(run.points.slice(-100).map(([bar]) => bar)).toEqual(Array.from({ length: 100 }, (_, index) => 9_900 + index));
});

test("percent and time left follow from the progress", () => {
  expect([percent(progress), secondsLeft(progress)]).toEqual([25, 6]);
  expect([percent({ ...progress, bar: 199 }), percent({ ...progress, bar: 200 })]).toEqual([99, 100]);
  expect(secondsLeft({ ...progress, barsPerSecond: 0 })).toBeUndefined();
});
