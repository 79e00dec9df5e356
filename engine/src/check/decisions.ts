import type { FillEvent, OrderEvent } from "../result/log-event.ts";
import type { BacktestResult } from "../result/result.ts";

/** A line of the log that says what the strategy ordered, or what became of it. */
export interface Decision {
  readonly time: number;
  readonly line: string;
}

export interface DecisionDifference {
  readonly index: number;
  readonly base: Decision | undefined;
  readonly other: Decision | undefined;
}

/** Orders and fills of a run, in the order of its log. Marks and the end are left out: they are written when a run ends. */
export function decisionsOf(result: Pick<BacktestResult, "eventsText">): Decision[] {
  const decisions: Decision[] = [];
  for (const line of result.eventsText().split("\n")) {
    if (!line.includes('"type":"order"') && !line.includes('"type":"fill"')) continue;
    decisions.push({ time: timeOf(line), line });
  }
  return decisions;
}

/** The first difference among what was decided up to `time`, that moment included. */
export function firstDifference(base: readonly Decision[], other: readonly Decision[], time: number): DecisionDifference | undefined {
  for (let index = 0; ; index++) {
    const [one, two] = [base[index], other[index]];
    const here = [one, two].map((decision) => (decision !== undefined && decision.time <= time ? decision : undefined));
    if (here[0] === undefined && here[1] === undefined) return undefined;
    if (here[0]?.line !== here[1]?.line) return { index, base: here[0], other: here[1] };
  }
}

export function eventOf({ line }: Decision): OrderEvent | FillEvent {
  return JSON.parse(line);
}

/** Whether a line is the first of its order, where all its terms stand. */
export function isNewOrder({ line }: Decision): boolean {
  return line.includes('"type":"order"') && line.includes('"tif":"') && line.includes('"kind":"');
}

function timeOf(line: string): number {
  // Keys are sorted and quotes inside texts escaped, so this is the event's own time.
  return Date.parse(/"t":"([^"]+)"/.exec(line)?.[1] ?? "");
}
