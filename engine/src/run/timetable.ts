import type { ScheduleHandler } from "./context.ts";
import type { SchedulePlan } from "./schedule.ts";

interface Entry {
  readonly plan: SchedulePlan;
  readonly handler: ScheduleHandler;
  next: number;
}

const never = Number.POSITIVE_INFINITY;

/** When the schedules of a run call, step by step. */
export class Timetable {
  readonly #open: Entry[] = [];
  readonly #close: Entry[] = [];
  /** Next step with something to call before its open, and once it has closed. */
  nextOpen: number = never;
  nextClose: number = never;

  add(plan: SchedulePlan, handler: ScheduleHandler): void {
    (plan.phase === "open" ? this.#open : this.#close).push({ plan, handler, next: 0 });
  }

  get isEmpty(): boolean {
    return this.#open.length === 0 && this.#close.length === 0;
  }

  /** Leaves out the opens before `firstOpen` and the closes before `firstStep`. */
  start(firstOpen: number, firstStep: number): void {
    this.nextOpen = skip(this.#open, firstOpen);
    this.nextClose = skip(this.#close, firstStep);
  }

  /** Handlers to call before the open of `step`, in the order in which they were scheduled. */
  dueAtOpen(step: number): ScheduleHandler[] {
    const due = take(this.#open, step);
    this.nextOpen = nearest(this.#open);
    return due;
  }

  dueAtClose(step: number): ScheduleHandler[] {
    const due = take(this.#close, step);
    this.nextClose = nearest(this.#close);
    return due;
  }
}

function skip(entries: readonly Entry[], step: number): number {
  for (const entry of entries) while (stepOf(entry) < step) entry.next++;
  return nearest(entries);
}

function take(entries: readonly Entry[], step: number): ScheduleHandler[] {
  const due = entries.filter((entry) => stepOf(entry) === step);
  for (const entry of due) entry.next++;
  return due.map((entry) => entry.handler);
}

function nearest(entries: readonly Entry[]): number {
  return entries.reduce((first, entry) => Math.min(first, stepOf(entry)), never);
}

function stepOf(entry: Entry): number {
  return entry.plan.steps[entry.next] ?? never;
}
