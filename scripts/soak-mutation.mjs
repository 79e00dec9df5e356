import { parseArgs } from "node:util";
import { onPinnedNode } from "./setup/pinned-node.mjs";

await onPinnedNode(import.meta.url, async () => {
  const { needPrograms } = await import("./setup/machine.mjs");
  const { Stop } = await import("./setup/say.mjs");
  const { parts } = await import("./mutation/parts.mjs");
  const { testMutants } = await import("./mutation/test-mutants.mjs");
  const usage = `Use: npm run soak:mutation -- [${Object.keys(parts).join(" ")}] [--sample N] [--seed N] [--minutes N]`;
  needPrograms("cargo", "cc");
  let given;
  try {
    given = parseArgs({
      options: { sample: { type: "string" }, seed: { type: "string", default: "1" }, minutes: { type: "string", default: "600" } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new Stop(`${error.message}. ${usage}`);
  }
  const { values, positionals } = given;
  const names = positionals.length === 0 ? Object.keys(parts) : positionals;
  const sample = Number(values.sample ?? Number.MAX_SAFE_INTEGER);
  if (!names.every((name) => Object.hasOwn(parts, name)) || !(sample > 0)) throw new Stop(usage);
  for (const name of names) await testMutants(name, { sample, seed: Number(values.seed), minutes: Number(values.minutes) });
});
