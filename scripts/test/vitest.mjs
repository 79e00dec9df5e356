import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../setup/root.mjs";
import { tryRun } from "../setup/run.mjs";

/** One project of vitest.config.ts. A file that cannot be loaded counts as one failure, and so does a test that was skipped. */
export async function testTypeScript(project, title) {
  console.log(`> ${title} (vitest --project ${project})`);
  const from = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "rustybt-vitest-"));
  const report = join(folder, "report.json");
  try {
    const { status } = await tryRun(
      "vitest",
      ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
      {
        cwd: root,
      },
    );
    const { passed, failed } = count(report);
    return { title, passed, failed: status !== 0 && failed === 0 ? 1 : failed, ms: performance.now() - from };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function count(report) {
  let files;
  try {
    files = JSON.parse(readFileSync(report, "utf8")).testResults;
  } catch {
    // vitest ended before it could write its report; it has said why.
    return { passed: 0, failed: 1 };
  }
  let passed = 0;
  let failed = 0;
  for (const { status, assertionResults } of files) {
    const good = assertionResults.filter((test) => test.status === "passed").length;
    const bad = assertionResults.length - good;
    passed += good;
    failed += status === "failed" && bad === 0 ? 1 : bad;
  }
  return { passed, failed };
}
