import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot, root } from "../setup/root.mjs";
import { run, tryRun } from "../setup/run.mjs";

/** The journeys of e2e/ in Debian's Chromium on the production build. A flaky or skipped journey counts as failed. */
export async function testBrowser(title) {
  console.log(`> ${title} (playwright test)`);
  const from = performance.now();
  const report = inRoot(".build", "e2e-report.json");
  rmSync(report, { force: true });
  const { status } = await tryRun("playwright", ["test", "--config", "e2e/playwright.config.ts", `--workers=${await workersHere()}`], {
    cwd: root,
  });
  const { passed, failed } = count(report);
  return { title, passed, failed: status !== 0 && failed === 0 ? 1 : failed, ms: performance.now() - from };
}

/** Where there is room for one organisation, journeys follow each other (e2e/one-organisation.ts). */
async function workersHere() {
  const home = mkdtempSync(join(tmpdir(), "rustybt-probe-"));
  // The sandbox's user must get to its folder.
  chmodSync(home, 0o755);
  const program = 'const { probeSandbox } = await import("#server/sandbox/index.ts"); console.log((await probeSandbox()).isMultiTenant);';
  try {
    const env = { ...process.env, RUSTYBT_HOME: home };
    const isMultiTenant = await run(process.execPath, ["--input-type=module", "-e", program], { cwd: root, env, stdout: "capture" });
    return isMultiTenant.trim() === "true" ? 2 : 1;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function count(report) {
  let stats;
  try {
    ({ stats } = JSON.parse(readFileSync(report, "utf8")));
  } catch {
    // Playwright ended before it could write its report; it has said why.
    return { passed: 0, failed: 1 };
  }
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped };
}
