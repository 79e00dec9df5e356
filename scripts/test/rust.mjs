import { inRoot } from "../setup/root.mjs";
import { tryRun } from "../setup/run.mjs";

const title = "Rust";

/** `cargo test` over all crates. A crate that does not compile, or a process that dies, counts as one failure. */
export async function testRust() {
  console.log(`> ${title} (cargo test)`);
  const from = performance.now();
  const { status, stdout } = await tryRun("cargo", ["test", "--workspace", "--locked", "--no-fail-fast", "--quiet"], {
    cwd: inRoot("native"),
    stdout: "tee",
  });
  let passed = 0;
  let failed = 0;
  for (const [, ok, bad, ignored] of stdout.matchAll(/^test result: .*?(\d+) passed; (\d+) failed; (\d+) ignored/gm)) {
    passed += Number(ok);
    failed += Number(bad) + Number(ignored);
  }
  if (status !== 0 && failed === 0) failed = 1;
  return { title, passed, failed, ms: performance.now() - from };
}
