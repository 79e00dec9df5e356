import { chromium } from "@playwright/test";
import type { PortalClient } from "./portal-client.ts";

export interface PageLoad {
  readonly largestPaintMs: number;
  readonly rowsMs: number;
}

/** Opens a run's page in a fresh browser: until its largest part is painted, and until the trades table has rows. */
export async function loadRunPage(client: PortalClient, runId: string): Promise<PageLoad> {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--disable-gpu", "--no-first-run"] });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const [name = "", value = ""] = client.cookie.split("=");
    await context.addCookies([{ name, value, url: client.url }]);
    const page = await context.newPage();
    const from = performance.now();
    await page.goto(new URL(`/runs/${runId}`, client.url).href, { waitUntil: "commit" });
    await page.getByRole("row").nth(3).waitFor();
    const rowsMs = performance.now() - from;
    const largestPaintMs = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe({
            type: "largest-contentful-paint",
            buffered: true,
          });
        }),
    );
    return { largestPaintMs, rowsMs };
  } finally {
    await browser.close();
  }
}
