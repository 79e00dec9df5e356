import { onPinnedNode } from "./setup/pinned-node.mjs";

await onPinnedNode(import.meta.url, async () => {
  const { buildSdk } = await import("./build/sdk.mjs");
  const { needPrograms } = await import("./setup/machine.mjs");
  const { inRoot, root } = await import("./setup/root.mjs");
  const { tryRun } = await import("./setup/run.mjs");
  const { elapsed, seconds, Stop } = await import("./setup/say.mjs");

  needPrograms("cargo", "cc");
  const native = inRoot("native");
  const sdk = inRoot("sdk");
  const checks = [
    ["Rust format", "cargo", ["fmt", "--check"], native],
    ["Rust lint", "cargo", ["clippy", "--workspace", "--all-targets", "--locked", "--quiet", "--", "-D", "warnings"], native],
    ["Format and lint", "biome", ["ci", "--error-on-warnings", `--colors=${process.stdout.isTTY ? "force" : "off"}`, "."], root],
    ["Types", "tsc", ["-p", "."], root],
    ["Types of the screens", "tsc", ["-p", "app"], root],
    ["Dead code", "knip", [], root],
    ["Package", "publint", ["run", "--strict", "."], sdk],
    ["Package types", "attw", ["--pack", ".", "--profile", "esm-only", "--no-emoji"], sdk],
  ];

  const failed = [];
  for (const [title, program, args, cwd] of checks) {
    if (title === "Package") await buildSdk();
    console.log(`> ${title} (${program} ${args.join(" ")})`);
    const from = performance.now();
    const { status } = await tryRun(program, args, { cwd });
    console.log(`  ${status === 0 ? "ok" : `failed with status ${status}`}, ${seconds(performance.now() - from)}`);
    if (status !== 0) failed.push(title);
  }
  if (failed.length > 0)
    throw new Stop(
      `Failed after ${elapsed()}: ${failed.join(", ")}. Formatting is mended by: npx biome check --write . && (cd native && cargo fmt)`,
    );
  console.log(`All ${checks.length} checks hold, ${elapsed()}`);
});
