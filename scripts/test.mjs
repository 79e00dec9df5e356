import { onPinnedNode } from "./setup/pinned-node.mjs";

await onPinnedNode(import.meta.url, async () => {
  const { buildPortal } = await import("./build/portal.mjs");
  const { needSystemPackage } = await import("./setup/machine.mjs");
  const { elapsed } = await import("./setup/say.mjs");
  const { testBrowser } = await import("./test/browser.mjs");
  const { testFuzz } = await import("./test/fuzz.mjs");
  const { testInstructions } = await import("./test/instructions.mjs");
  const { testRust } = await import("./test/rust.mjs");
  const { testTypeScript } = await import("./test/vitest.mjs");

  await needSystemPackage("bwrap", "bubblewrap");
  await needSystemPackage("pdftotext", "poppler-utils");
  await needSystemPackage("chromium", "chromium fonts-dejavu-core");
  await buildPortal();

  const parts = [
    await testRust(),
    await testTypeScript("engine", "Engine, examples and benchmarks"),
    await testTypeScript("cli", "Command line"),
    await testTypeScript("portal", "Portal: database, sandbox, jobs"),
    await testTypeScript("package", "Packed tarball in an empty folder"),
    // Counts of instructions do not change with what else the machine does.
    ...(await Promise.all([testInstructions(), testFuzz()])),
    await testBrowser("Portal in a browser"),
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
