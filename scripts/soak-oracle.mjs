import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { onPinnedNode } from "./setup/pinned-node.mjs";

await onPinnedNode(import.meta.url, async () => {
  const { buildNative } = await import("./build/native.mjs");
  const { buildSdk } = await import("./build/sdk.mjs");
  const { Stop } = await import("./setup/say.mjs");

  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: "string" }, scenario: { type: "string" } },
  });
  const [count, seed] = [Number(positionals[0] ?? 10_000), Number(values.seed ?? 1)];
  if (!Number.isInteger(count) || count < 1) throw new Stop(`How many scenarios? A whole number of at least 1, not ${positionals[0]}.`);
  if (!Number.isInteger(seed)) throw new Stop(`--seed takes a whole number, not ${values.seed}.`);

  await buildNative();
  await buildSdk();
  const { compareEngines } = await import("../engine/src/reference/difference.ts");
  const { reportOf, soak } = await import("../engine/src/reference/soak.ts");

  if (values.scenario !== undefined) {
    const scenario = JSON.parse(readFileSync(values.scenario, "utf8"));
    const { difference, fills } = await compareEngines(scenario);
    if (difference !== undefined) throw new Stop(await reportOf(values.scenario, scenario, difference));
    console.log(`${values.scenario}: the engines agree, ${fills} fills`);
    return;
  }
  console.log(`scenarios ${seed} to ${seed + count - 1}`);
  const { fills, failures } = await soak(seed, seed + count - 1, console.log);
  console.log(`${count} scenarios, ${fills} fills, ${failures.length} differ`);
  if (failures.length > 0)
    throw new Stop(`Engine and oracle differ on the scenarios ${failures.map((failure) => failure.seed).join(", ")}.`);
});
