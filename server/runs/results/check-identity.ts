import { Decimal } from "decimal.js";
import type { Manifest, RunConfig } from "rustybt";

/** What a run was asked to do, as its result must repeat it. */
export interface RunIdentity {
  readonly strategySha256: string;
  /** Settings with parameters, symbols and bounds, as the engine reads them. */
  readonly config: RunConfig;
  /** Of the price files behind the dataset versions. */
  readonly sourceSha256s: readonly string[];
}

/**
 * A result is made in one process with the author's code: what it says of itself is compared with what was asked. Answers the first
 * difference as a sentence, or `undefined`.
 */
export function identityProblem(manifest: Manifest, { strategySha256, config, sourceSha256s }: RunIdentity): string | undefined {
  if (manifest.strategy.sha256 !== strategySha256) return "the strategy's sha256 is not that of the version that ran";
  if (!manifest.reproducible) return "it says that it is not reproducible";
  const foreign = manifest.data.find(({ sha256 }) => !sourceSha256s.includes(sha256));
  if (foreign !== undefined) return `the data of ${foreign.symbol} is not of the run's datasets`;
  const { params, ...settings } = config;
  const parameter = Object.entries(params).find(([name, value]) => !isSameValue(value, manifest.config.params[name]));
  if (parameter !== undefined) return `the parameter ${parameter[0]} is not the one asked for`;
  const changed = Object.keys(settings).find((key) => !agrees(config[key as keyof RunConfig], manifest.config[key as keyof RunConfig]));
  return changed === undefined ? undefined : `the setting ${changed} is not the one asked for`;
}

/** Parameters that were not asked for take their defaults; an amount may be written with other zeros. */
function isSameValue(asked: string | number | boolean, found: unknown): boolean {
  if (asked === found) return true;
  const isNumeric = (value: unknown) => typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value));
  return isNumeric(asked) && isNumeric(found) && new Decimal(asked as string).eq(found as string);
}

/** Where nothing was asked for (`null`), the engine decides: the currency of the instruments, the calendar of an asset class. */
function agrees(asked: unknown, found: unknown): boolean {
  if (asked === null) return true;
  if (typeof asked !== "object" || typeof found !== "object" || found === null) return asked === found;
  const [askedKeys, foundKeys] = [Object.keys(asked), Object.keys(found)];
  return (
    askedKeys.length === foundKeys.length &&
    Object.entries(asked).every(([key, value]) => Object.hasOwn(found, key) && agrees(value, (found as Record<string, unknown>)[key]))
  );
}
