import { readFileSync, rmSync } from "node:fs";
import { inRoot, root } from "../setup/root.mjs";
import { tryRun } from "../setup/run.mjs";

/** The journeys of e2e/ in Debian's Chromium on the production build. A flaky or skipped journey counts as failed. */
export async function testBrowser(title) {
  console.log(`> ${title} (playwright test)`);
  const from = performance.now();
  const report = inRoot(".build", "e2e-report.json");
  rmSync(report, { force: true });
  const { status } = await tryRun("playwright", ["test", "--config", "e2e/playwright.config.ts"], { cwd: root });
  const { passed, failed } = count(report);
  return { title, passed, failed: status !== 0 && failed === 0 ? 1 : failed, ms: performance.now() - from };
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
