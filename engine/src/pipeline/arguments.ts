import { StrategyError } from "../errors.ts";
import { showValue } from "../settings/settings-error.ts";

export function argumentError(call: string, value: unknown, allowed: string, hint?: string): StrategyError {
  return new StrategyError(`pipeline: ${call} got ${showValue(value)}, expected ${allowed}`, {
    code: "pipeline.argument",
    hint: hint ?? "docs/pipeline.md shows every call.",
    context: { call, value: showValue(value), allowed },
  });
}

export function checkCount(call: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least && value <= 1_000_000) return;
  throw argumentError(call, value, `a whole number from ${least} to 1000000`);
}

export function checkFractions(call: string, lower: number, upper: number): void {
  for (const value of [lower, upper]) {
    if (typeof value !== "number" || !(value >= 0 && value <= 1))
      throw argumentError(call, value, "a fraction from 0 to 1", "Percentiles are fractions: 0.05 is the fifth of a hundred.");
  }
  if (lower >= upper) throw argumentError(call, lower, `a fraction below the upper one, ${upper}`);
}

export function ofOtherRun(call: string): StrategyError {
  return new StrategyError(`pipeline: ${call} got what another run has made`, {
    code: "pipeline.otherRun",
    hint: "Make all of it in setup and return it there; variables of the module outlive the run.",
    context: { call },
  });
}

export function outsideSetup(what: string): StrategyError {
  return new StrategyError(`pipeline: ${what} was called outside setup`, {
    code: "pipeline.outsideSetup",
    hint: "Make factors and filters in setup and return them: setup: ({ pipeline }) => ({ longs: pipeline.close.top(5) }).",
    context: { call: what },
  });
}
