import { onPinnedNode } from "./setup/pinned-node.mjs";

await onPinnedNode(import.meta.url, async () => {
  const { buildNative } = await import("./build/native.mjs");
  const { buildSdk } = await import("./build/sdk.mjs");
  await buildNative();
  await buildSdk();
});
