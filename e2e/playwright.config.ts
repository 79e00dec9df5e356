import { defineConfig } from "@playwright/test";

/** What measures time or memory, or takes a table away from the whole portal, has it to itself. */
const alone = ["**/cancel.spec.ts", "**/large-upload.spec.ts", "**/logs.spec.ts", "**/long-tables.spec.ts", "**/unreadable.spec.ts"];

// Debian's Chromium: this machine may have no way to Playwright's own browsers.
export default defineConfig({
  testDir: ".",
  outputDir: "../.build/e2e",
  globalSetup: "./portal-for-tests.mjs",
  // Two where the machine is for several organisations (scripts/test/browser.mjs).
  workers: 1,
  fullyParallel: true,
  projects: [
    { name: "together", testIgnore: alone },
    { name: "alone", testMatch: alone, workers: 1, dependencies: ["together"] },
  ],
  retries: 0,
  // Ends what hangs; what is slow on a busy machine is not wrong.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [["line"], ["json", { outputFile: "../.build/e2e-report.json" }]],
  use: {
    launchOptions: {
      executablePath: "/usr/bin/chromium",
      args: [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    // A trace costs each step a picture of the page: E2E_TRACE=1 asks for those of what failed.
    trace: process.env.E2E_TRACE === undefined ? "off" : "retain-on-failure",
  },
});
