import type { Terminal } from "./terminal.ts";

export interface Progress {
  /** `share` of the work done so far, 0 to 1. */
  update(share: number): void;
  /** Takes the bar off the screen. */
  finish(): void;
}

const quietMs = 1_000;
const redrawMs = 100;
const lineMs = 5_000;

/** Progress on stderr for what takes more than a second: a bar with the time left on a screen, else a line every five seconds. */
export function showProgress(label: string, terminal: Terminal, now: () => number): Progress {
  const start = now();
  let nextMs = quietMs;
  let drawn = false;
  return {
    update(share) {
      const passed = now() - start;
      if (passed < nextMs) return;
      const left = share > 0 ? (passed * (1 - share)) / share : undefined;
      terminal.err(
        terminal.isScreen
          ? `\r${bar(label, share, left)}\u001b[K`
          : `${label}: ${percent(share)} after ${formatSeconds(passed)}, ${timeLeft(left)}\n`,
      );
      drawn = true;
      nextMs = passed + (terminal.isScreen ? redrawMs : lineMs);
    },
    finish() {
      if (drawn && terminal.isScreen) terminal.err("\r\u001b[K");
      drawn = false;
    },
  };
}

/** Says after a second what is being waited for, where nobody knows how much is left; answers what `work` answers. */
export async function whileWaiting<T>(label: string, terminal: Terminal, work: () => Promise<T>): Promise<T> {
  let isShown = false;
  const timer = setTimeout(() => {
    isShown = true;
    terminal.err(terminal.isScreen ? `\r${label}...` : `${label}...\n`);
  }, quietMs);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
    if (isShown && terminal.isScreen) terminal.err("\r\u001b[K");
  }
}

/** Shows on a screen what is being done while nothing else can run, such as building a long document; answers what `work` answers. */
export function whileBusy<T>(label: string, terminal: Terminal, work: () => T): T {
  if (!terminal.isScreen) return work();
  terminal.err(`\r${label}...`);
  try {
    return work();
  } finally {
    terminal.err("\r\u001b[K");
  }
}

function bar(label: string, share: number, leftMs: number | undefined): string {
  const cells = 24;
  const full = Math.min(cells, Math.floor(share * cells));
  return `${label} [${"#".repeat(full)}${".".repeat(cells - full)}] ${percent(share)}, ${timeLeft(leftMs)}`;
}

function percent(share: number): string {
  return `${Math.min(100, Math.floor(share * 100))}%`;
}

function timeLeft(leftMs: number | undefined): string {
  return leftMs === undefined ? "time left unknown" : `${formatSeconds(leftMs)} left`;
}

/** `4.2 s`, `75 s`, `3 min 20 s`. */
export function formatSeconds(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
