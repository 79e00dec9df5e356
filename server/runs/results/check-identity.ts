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
  const changed = Object.keys(config).find(
    (key) => sortedJson(config[key as keyof RunConfig]) !== sortedJson(manifest.config[key as keyof RunConfig]),
  );
  return changed === undefined ? undefined : `the setting ${changed} is not the one asked for`;
}

function sortedJson(value: unknown): string | undefined {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
