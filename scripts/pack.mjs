import { resolve } from "node:path";
import { onPinnedNode } from "./setup/pinned-node.mjs";

await onPinnedNode(import.meta.url, async () => {
  const { buildNative } = await import("./build/native.mjs");
  const { packPackages } = await import("./build/pack.mjs");
  const { buildSdk } = await import("./build/sdk.mjs");

  await buildNative();
  await buildSdk();
  const tarballs = await packPackages(resolve(process.argv[2] ?? "tarballs"));
  console.log(Object.values(tarballs).join("\n"));
});
