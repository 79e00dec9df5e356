import type { RunConfig } from "../settings/run-config.ts";
import type { RunWarning } from "./run-output.ts";

/** Rates that nothing in the run is converted by: `used` are the currencies of which one is. */
export function rateWarnings({ rates }: RunConfig, used: Iterable<string>): RunWarning[] {
  const asked = new Set(used);
  const unused = Object.keys(rates ?? {}).filter((currency) => !asked.has(currency));
  return unused.map((currency) => ({
    code: "rates.unused",
    message: `rates.${currency}: nothing in this run is converted from or to ${currency}. Name it as the currency of a commission, or leave the rate out.`,
    context: { currency },
  }));
}
