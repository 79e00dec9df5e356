import { onPinnedNode } from "./setup/pinned-node.mjs";

await onPinnedNode(import.meta.url, async () => {
  const { buildNative } = await import("./build/native.mjs");
  const { buildSdk } = await import("./build/sdk.mjs");
  const { root } = await import("./setup/root.mjs");
  const { tryRun } = await import("./setup/run.mjs");

  if (process.argv.includes("--count")) {
    const { writeInstructions } = await import("./test/instructions.mjs");
    return writeInstructions();
  }
  if (process.argv.includes("W15")) {
    const { buildPortal } = await import("./build/portal.mjs");
    await buildPortal();
  } else {
    await buildNative();
    await buildSdk();
  }
  const { status } = await tryRun(process.execPath, ["bench/run.ts", ...process.argv.slice(2)], { cwd: root });
  process.exitCode = status;
});
