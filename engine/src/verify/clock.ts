import { clockInfo } from "../result/clock-info.ts";
import type { ClockInfo } from "../result/document.ts";
import { parseRfc3339 } from "../result/rfc3339.ts";
import type { Findings } from "./findings.ts";

/** The timestamps of the equity curve, which are the run's clock. */
export class Clock {
  readonly texts: readonly string[];
  readonly times: Float64Array;
  readonly #steps: Map<string, number>;

  constructor(texts: readonly string[]) {
    this.texts = texts;
    this.times = Float64Array.from(texts, (text) => parseRfc3339(text) ?? Number.NaN);
    this.#steps = new Map(texts.map((text, step) => [text, step]));
  }

  get last(): number {
    return this.texts.length - 1;
  }

  /** The step of a timestamp; `undefined` when the clock has no such point. */
  step(text: string): number | undefined {
    return this.#steps.get(text);
  }
}

/** Reads the clock off the equity curve and holds it against its digest in the manifest. */
export function readClock(texts: readonly string[], pathOf: (step: number) => string, info: ClockInfo, findings: Findings): Clock {
  const clock = new Clock(texts);
  let sound = texts.length > 0;
  for (const [step, time] of clock.times.entries()) {
    if (Number.isNaN(time)) findings.add(`${pathOf(step)}.t`, "a time is RFC 3339 in UTC", { found: texts[step] });
    else if (step > 0 && !(time > (clock.times[step - 1] as number)))
      findings.add(`${pathOf(step)}.t`, `times ascend, and ${pathOf(step - 1)}.t is not earlier`, { found: texts[step] });
    else continue;
    sound = false;
  }
  if (sound) findings.equal("manifest.clock", clockInfo(clock.times), info, "the clock does not agree with the times of the equity curve");
  return clock;
}
