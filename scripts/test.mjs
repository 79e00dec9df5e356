import { onPinnedNode } from "./setup/pinned-node.mjs";

await onPinnedNode(import.meta.url, async () => {
  const { buildNative } = await import("./build/native.mjs");
  const { buildSdk } = await import("./build/sdk.mjs");
  const { needSystemPackage } = await import("./setup/machine.mjs");
  const { elapsed } = await import("./setup/say.mjs");
  const { testInstructions } = await import("./test/instructions.mjs");
  const { testRust } = await import("./test/rust.mjs");
  const { testTypeScript } = await import("./test/vitest.mjs");

  await buildNative();
  await buildSdk();

  await needSystemPackage("pdftotext", "poppler-utils");
  await needSystemPackage("chromium", "chromium fonts-dejavu-core");

  const parts = [
    await testRust(),
    await testTypeScript("engine", "Engine, examples and benchmarks"),
    await testTypeScript("cli", "Command line"),
    await testTypeScript("package", "Packed tarball in an empty folder"),
    await testInstructions(),
  ];
  const sum = (key) => parts.reduce((total, part) => total + part[key], 0);

  console.log("");
  for (const { title, passed, failed, ms } of parts) {
    console.log(
      `${title.padEnd(36)} ${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed ${(ms / 1000).toFixed(1).padStart(7)} s`,
    );
  }
  console.log(`in ${elapsed()}\n${sum("passed")} passed, ${sum("failed")} failed`);
  if (sum("failed") > 0 || sum("passed") === 0) process.exitCode = 1;
});
