import { boundsModels, interval } from "../result/bounds.ts";
import type { ResultDocument } from "../result/document.ts";
import type { Clock } from "./clock.ts";
import type { Findings } from "./findings.ts";

/** Bounds stand where the settings ask for them: one end value a model, the interval around them, and bars on the clock in order. */
export function checkBounds({ manifest, bounds }: ResultDocument, clock: Clock, findings: Findings): void {
  const isAsked = manifest.config.bounds === true;
  findings.equal("bounds", isAsked, bounds !== undefined, "bounds stand in a result whose manifest.config.bounds is true");
  if (bounds === undefined) return;
  const models = bounds.runs.map(({ path, limit }) => ({ path, limit }));
  findings.equal("bounds.runs", boundsModels, models, "there is one run for each model, in this order");
  const { low, high } = interval(bounds.runs);
  findings.equal("bounds.low", low, bounds.low, "the least end value of bounds.runs");
  findings.equal("bounds.high", high, bounds.high, "the greatest end value of bounds.runs");
  const symbols = manifest.data.map(({ symbol }) => symbol);
  let last = -1;
  for (const [i, { t, symbol }] of bounds.bars.entries()) {
    const [step, place] = [clock.step(t), symbols.indexOf(symbol)];
    if (step === undefined) findings.add(`bounds.bars[${i}].t`, "a bar lies on the clock", { found: t });
    if (place < 0) findings.add(`bounds.bars[${i}].symbol`, "a bar is one of a symbol of the run", { expected: symbols, found: symbol });
    if (step === undefined || place < 0) continue;
    const at = step * symbols.length + place;
    if (at <= last) findings.add(`bounds.bars[${i}]`, "bars stand in the order of the run, each once", { found: t });
    last = at;
  }
}
