import { expect, test, vi } from "vitest";
import { formatSeconds, showProgress, whileWaiting } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

function recorded(isScreen: boolean): { terminal: Terminal; written: string[] } {
  const written: string[] = [];
  return { written, terminal: { isScreen, columns: 80, out: () => undefined, err: (text) => void written.push(text) } };
}

function run(isScreen: boolean, steps: readonly (readonly [ms: number, share: number])[]): string[] {
  const { terminal, written } = recorded(isScreen);
  let ms = 0;
  const progress = showProgress("Running", terminal, () => ms);
  for (const [at, share] of steps) {
    ms = at;
    progress.update(share);
  }
  progress.finish();
  return written;
}

test("nothing is shown for what takes less than a second", () => {
  expect(
    run(true, [
      [300, 0.3],
      [900, 0.9],
    ]),
  ).toEqual([]);
});

test("a screen gets a bar with the time left, redrawn ten times a second and taken away at the end", () => {
  expect(
    run(true, [
      [1000, 0.25],
      [1050, 0.26],
      [2000, 0.5],
    ]),
  ).toEqual([
    "\rRunning [######..................] 25%, 3.0 s left\u001b[K",
    "\rRunning [############............] 50%, 2.0 s left\u001b[K",
    "\r\u001b[K",
  ]);
});

test("a log gets a line every five seconds", () => {
  expect(
    run(false, [
      [1000, 0.1],
      [5900, 0.4],
      [6000, 0.5],
      [9000, 0.9],
    ]),
  ).toEqual(["Running: 10% after 1.0 s, 9.0 s left\n", "Running: 50% after 6.0 s, 6.0 s left\n"]);
});

test("times are written in seconds and minutes", () => {
  expect([80, 9_949, 75_400, 200_000, 3_600_000].map(formatSeconds)).toEqual(["0.1 s", "9.9 s", "75 s", "3 min 20 s", "60 min 0 s"]);
});

test("what is waited for is said after a second and taken away when it is there", async () => {
  vi.useFakeTimers();
  try {
    const { terminal, written } = recorded(true);
    const wait = (ms: number) =>
      whileWaiting("Reading prices", terminal, () => new Promise((resolve) => setTimeout(resolve, ms, "prices")));
    const quick = wait(900);
    await vi.advanceTimersByTimeAsync(900);
    expect([await quick, written]).toEqual(["prices", []]);
    const slow = wait(1500);
    await vi.advanceTimersByTimeAsync(1500);
    expect([await slow, written]).toEqual(["prices", ["\rReading prices...", "\r\u001b[K"]]);
  } finally {
    vi.useRealTimers();
  }
});
