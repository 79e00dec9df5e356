import { onPinnedNode } from "./setup/pinned-node.mjs";

await onPinnedNode(import.meta.url, async () => {
  const { buildNative } = await import("./build/native.mjs");
  await buildNative();
  await import("../engine/src/golden/main.ts");
});
