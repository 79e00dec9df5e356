import { onPinnedNode } from "./setup/pinned-node.mjs";

await onPinnedNode(import.meta.url, async () => {
  const { restartUnderLoad } = await import("../server/database/soak/restart-under-load.ts");
  const { Stop } = await import("./setup/say.mjs");
  const restarts = Number(process.argv[2] ?? 50);
  const figures = await restartUnderLoad(restarts);
  console.log(JSON.stringify(figures, null, 2));
  const { processExits, lostWrites, surplusRows, slowestReadyMs, listenerReturned } = figures;
  const holds = processExits + lostWrites + surplusRows === 0 && listenerReturned === restarts && slowestReadyMs < 5000;
  if (!holds) throw new Stop("J-06 does not hold: see the figures above.");
});
