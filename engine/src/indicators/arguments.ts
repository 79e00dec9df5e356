import { ConfigurationError } from "../errors.ts";

const largestLength = 2_147_483_647;

/** Throws `ConfigurationError` `indicator.length` unless the value is a whole number of bars. */
export function checkLength(indicator: string, argument: string, value: unknown): void {
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= largestLength) return;
  throw new ConfigurationError(`${indicator}: ${argument} must be a whole number >= 1, got ${shown(value)}`, {
    code: "indicator.length",
    hint:
      typeof value === "number" && value > largestLength
        ? `The largest length is ${largestLength}.`
        : `Give ${argument} as a number of bars; param.int(20, { min: 1 }) keeps a parameter whole.`,
    context: { indicator, argument, value },
  });
}

/** Throws `ConfigurationError` `indicator.number` unless the value is a finite number of 0 or more. */
export function checkFactor(indicator: string, argument: string, value: unknown): void {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return;
  throw new ConfigurationError(`${indicator}: ${argument} must be a finite number >= 0, got ${shown(value)}`, {
    code: "indicator.number",
    hint: `Give ${argument} as a number, for example 2; param.float makes a parameter of it.`,
    context: { indicator, argument, value },
  });
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === undefined) return "nothing";
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "an array" : `an object (${String(value)})`;
  return String(value);
}
