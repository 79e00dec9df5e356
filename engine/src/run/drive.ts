import type { PreparedRun } from "./prepare-run.ts";

/** Where a run is, told at most every 20 ms. */
export interface Progress {
  /** Bars done, of `bars` in all. */
  readonly bar: number;
  readonly bars: number;
  /** Exchange day of the last bar done. */
  readonly date: string;
  /** Canonical decimal text. */
  readonly equity: string;
}

/** The host gets a turn at least this often. */
const turnMs = 20;
const firstPiece = 32;
const largestPiece = 1 << 16;

/** Surrounds the calls of user code: the command line uses it to break endless loops. What it throws itself passes through. */
export type Stretch = <T>(work: () => T) => T;

export interface DriveOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly stretch?: Stretch | undefined;
  /** Stop once `steps` are done, for what has to happen there. */
  readonly pause?: { readonly steps: number; readonly work: () => void } | undefined;
}

/** Runs the loop to its end in pieces, so that timers, signals and requests of the host are served in between. */
export async function drive(run: PreparedRun, { signal, onProgress, stretch = direct, pause }: DriveOptions = {}): Promise<void> {
  const { loop, steps } = run;
  let piece = firstPiece;
  let lastTurn = performance.now();
  let stop = pause;
  while (loop.step < steps) {
    const started = performance.now();
    if (stop !== undefined && loop.step >= stop.steps) {
      const { work } = stop;
      stop = undefined;
      stretch(() => attempt(run, work));
    }
    const to = Math.min(loop.step + piece, stop?.steps ?? steps, steps);
    stretch(() => attempt(run, () => loop.run(to)));
    const now = performance.now();
    piece = nextPiece(piece, now - started);
    if (now - lastTurn < turnMs) continue;
    onProgress?.({ bar: loop.step, bars: steps, ...run.standing() });
    await new Promise((resume) => setImmediate(resume));
    signal?.throwIfAborted();
    lastTurn = performance.now();
  }
  if (stop !== undefined) stretch(() => attempt(run, stop.work));
  stretch(() => attempt(run, () => loop.finish()));
  onProgress?.({ bar: steps, bars: steps, ...run.standing() });
  signal?.throwIfAborted();
}

function direct<T>(work: () => T): T {
  return work();
}

function attempt(run: PreparedRun, work: () => void): void {
  try {
    work();
  } catch (thrown) {
    throw run.failure(thrown);
  }
}

/** Aims at pieces of a few milliseconds: the clock is read rarely, and a strategy that turns slow is noticed soon. */
function nextPiece(piece: number, tookMs: number): number {
  if (tookMs < 4) return Math.min(piece * 2, largestPiece);
  return tookMs > 12 ? Math.max(1, Math.floor((piece * 8) / tookMs)) : piece;
}
