import { StrategyError } from "../errors.ts";
import { assertSync, type BarStrategy, type Callbacks } from "./callbacks.ts";
import type { AnyContext } from "./context.ts";
import { deliverNotices } from "./notices.ts";
import type { OrderHandles } from "./order-handle.ts";
import { phase, type RunCore } from "./run-core.ts";
import type { Cursor } from "./series.ts";
import type { Timetable } from "./timetable.ts";

/** A symbol that has no bar at some timestamps: its last closed bar at each step. */
export interface SparseSymbol {
  readonly cursor: Cursor;
  readonly lastBars: Int32Array;
}

export interface LoopParts {
  readonly core: RunCore;
  readonly ctx: AnyContext;
  readonly callbacks: Callbacks;
  readonly handles: OrderHandles;
  readonly timetable: Timetable;
  readonly sparse: readonly SparseSymbol[];
  readonly steps: number;
  /** First step at which the strategy is called. */
  readonly firstStep: number;
  /** First step whose open may be called. */
  readonly firstOpen: number;
  readonly readFill: (index: number) => string;
  /** Advance on every step, for the test that this changes nothing. */
  readonly isStepwise: boolean;
}

// Callbacks that answer their own fills at the same close would never end.
const mostRounds = 1_000;

/** Calls the strategy step by step. The native core is only asked where an order, a position or cash can change. */
export class Loop {
  readonly #parts: LoopParts;
  #step: number;

  constructor(parts: LoopParts) {
    this.#parts = parts;
    this.#step = Math.min(parts.firstStep, parts.steps);
    parts.timetable.start(parts.firstOpen, parts.firstStep);
    if (parts.callbacks.listens) parts.core.watch();
  }

  /** The step to be called next; what has been called when it equals `steps`. */
  get step(): number {
    return this.#step;
  }

  /** Goes on at a step, with everything before it done: by a snapshot, whose last closed bar the clock stands on. */
  resume(step: number): void {
    const { core, timetable, sparse, firstOpen, firstStep } = this.#parts;
    for (const { cursor, lastBars } of sparse) cursor.index = lastBars[core.clock.index] ?? -1;
    timetable.start(Math.max(firstOpen, step), Math.max(firstStep, step));
    this.#step = step;
  }

  /** Bars a symbol of its own cursor has once `closed` steps have closed. */
  barsOf(cursor: Cursor, closed: number): number {
    const symbol = this.#parts.sparse.find((each) => each.cursor === cursor);
    return (symbol?.lastBars[closed - 1] ?? -1) + 1;
  }

  /** Runs up to (not including) `to`. */
  run(to: number): void {
    const { callbacks, timetable, sparse, isStepwise } = this.#parts;
    const isPlain = timetable.isEmpty && sparse.length === 0 && !callbacks.hasOpen && !isStepwise;
    this.#parts.core.phase = phase.bar;
    if (isPlain && callbacks.bars !== undefined) this.#runBars(callbacks.bars, to);
    else this.#runSteps(to);
    this.#parts.core.phase = phase.outside;
  }

  /** Ends the run: the native core finishes, then `onEnd`. */
  finish(): void {
    const { core, callbacks, steps, sparse } = this.#parts;
    core.clock.index = steps - 1;
    for (const { cursor, lastBars } of sparse) cursor.index = lastBars[steps - 1] ?? -1;
    core.finish();
    core.phase = phase.end;
    this.#deliver();
    callbacks.end();
    core.phase = phase.outside;
  }

  #runBars(strategy: BarStrategy, to: number): void {
    const { core, ctx, callbacks } = this.#parts;
    const { clock } = core;
    const { state } = callbacks;
    let { horizon } = core;
    callbacks.running = "onBar";
    for (let step = this.#step; step < to; step++) {
      clock.index = step;
      if (step >= horizon) horizon = this.#advance();
      const answer = strategy.onBar(ctx, state);
      if (answer !== undefined) assertSync("onBar", answer);
      if (core.said) horizon = this.#settle();
    }
    this.#step = to;
  }

  #runSteps(to: number): void {
    const { core, ctx, callbacks, timetable, sparse, firstOpen, isStepwise } = this.#parts;
    const { clock } = core;
    const { bars, hasOpen } = callbacks;
    for (let step = this.#step; step < to; step++) {
      if (step >= firstOpen && (hasOpen || step === timetable.nextOpen)) this.#open(step);
      clock.index = step;
      for (let i = 0; i < sparse.length; i++) {
        const symbol = sparse[i] as SparseSymbol;
        symbol.cursor.index = symbol.lastBars[step] as number;
      }
      if (step >= core.horizon || core.said || isStepwise) this.#advance();
      callbacks.running = "onBar";
      if (bars !== undefined) {
        const answer = bars.onBar(ctx, callbacks.state);
        if (answer !== undefined) assertSync("onBar", answer);
      }
      if (step === timetable.nextClose) for (const handler of timetable.dueAtClose(step)) callbacks.scheduled(handler);
      if (core.said) this.#settle();
      this.#step = step + 1;
    }
  }

  /** Before the bar of `step`: `clock` and cursors still stand on the one before. */
  #open(step: number): void {
    const { core, callbacks, timetable } = this.#parts;
    core.clock.index = step - 1;
    core.begin();
    core.phase = phase.open;
    this.#deliver();
    if (callbacks.hasOpen) callbacks.open();
    if (step === timetable.nextOpen) for (const handler of timetable.dueAtOpen(step)) callbacks.scheduled(handler);
    core.phase = phase.bar;
  }

  #advance(): number {
    const { core } = this.#parts;
    core.advance();
    core.said = false;
    if (core.notices > 0) this.#deliver();
    return core.horizon;
  }

  /** What was said takes effect; callbacks may answer to that. */
  #settle(): number {
    const { core } = this.#parts;
    for (let round = 0; core.said; round++) {
      if (round === mostRounds) throw endlessError();
      core.end();
      if (core.notices > 0) this.#deliver();
    }
    return core.horizon;
  }

  #deliver(): void {
    const { core, callbacks, handles, readFill } = this.#parts;
    deliverNotices(core, callbacks, handles, readFill);
  }
}

function endlessError(): StrategyError {
  return new StrategyError(`onOrder and onFill answered each other's orders ${mostRounds} times on one bar`, {
    code: "strategy.endless",
    hint: "Make sure that an order made in onOrder or onFill does not lead to another one on the same bar.",
  });
}
