import { compareEngines } from "../../engine/src/reference/difference.ts";
import { randomScenario } from "../../engine/src/reference/random-scenario.ts";

// Engine and oracle on the first scenarios of the oracle's own test; status 1 at the first difference.
const count = Number(process.argv[2]);
for (let seed = 1; seed <= count; seed++) {
  const { difference } = await compareEngines(randomScenario(seed));
  if (difference === undefined) continue;
  console.log(`scenario ${seed}: ${difference.text}`);
  process.exit(1);
}
