import { parseArgs } from "node:util";
import { onPinnedNode } from "./setup/pinned-node.mjs";

await onPinnedNode(import.meta.url, async () => {
  const { buildNative } = await import("./build/native.mjs");
  const { Stop } = await import("./setup/say.mjs");
  const { fuzzTargets, testFuzz } = await import("./test/fuzz.mjs");
  const { seconds, seed, targets } = wanted(fuzzTargets, Stop);
  await buildNative();
  const { failed } = await testFuzz({ seconds, seed, targets });
  if (failed > 0) throw new Stop(`${failed} of ${targets.length} fuzzers found something: see above.`);
});

/** `[seconds] [--seed N] [--target csv|settings|orders]`; without a seed, one that no run before it had. */
function wanted(known, Stop) {
  const usage = `Use: npm run soak:fuzz -- [seconds] [--seed N] [--target ${known.join("|")}]`;
  try {
    const { values, positionals } = parseArgs({
      options: { seed: { type: "string" }, target: { type: "string" } },
      allowPositionals: true,
    });
    const seconds = Number(positionals[0] ?? 600);
    const seed = Number(values.seed ?? Math.floor(Date.now() / 1000) % 1_000_000_000);
    const targets = values.target === undefined ? known : [values.target];
    if (positionals.length < 2 && seconds > 0 && Number.isSafeInteger(seed) && targets.every((name) => known.includes(name)))
      return { seconds, seed, targets };
  } catch (error) {
    throw new Stop(`${error.message}. ${usage}`);
  }
  throw new Stop(usage);
}
