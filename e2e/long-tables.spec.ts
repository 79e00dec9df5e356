import type { Locator, Page } from "@playwright/test";
import { leastTime } from "#server/lib/testing/least-time.ts";
import { bigRun, untilSucceeded } from "../bench/w15/big-run.ts";
import { signIn } from "../bench/w15/portal-client.ts";
import { expect, test } from "./journey.ts";

const longTask = 50;
/** A pause nobody would take for a page that hangs. Where other work stops the machine, another pass is made. */
const longestPause = 1_000;

interface Watched {
  largestPaint: number;
  shift: number;
  pauses: number[];
}

declare global {
  interface Window {
    watched: Watched;
  }
}

test("a run of 100,000 trades is read, scrolled, sorted and narrowed without the page standing still", async ({ page, person }) => {
  // Half a minute on a quiet machine is the run itself.
  test.setTimeout(480_000);
  const client = await signIn(process.env.E2E_URL as string, { email: person.email, password: person.password });
  const big = await bigRun(client);
  const { id } = await client.mutate<{ id: string }>("runs.create", {
    strategyVersionId: big.versionId,
    datasetVersionIds: [big.datasetVersionId],
  });
  await untilSucceeded(client, id, 360_000);
  await page.addInitScript(watch);

  const from = performance.now();
  await page.goto(`/runs/${id}`, { waitUntil: "commit" });
  const table = page.getByRole("grid", { name: "Trades" });
  await table.getByRole("row").nth(3).waitFor();
  const rowsMs = performance.now() - from;
  await expect(page.getByText("Trades by net profit").first()).toBeVisible();
  const opened = await page.evaluate(() => window.watched);
  say("open", { rowsMs, ...opened });
  expect(opened.shift).toBe(0);
  await expect(table).toHaveAttribute("aria-rowcount", "100001");

  const scrolling = async () => {
    const frames = await scrolled(table);
    say("scroll", { ...frames, pauses: await pausesSince(page) });
    expect(frames.most).toBeLessThan(80);
    return frames.longest;
  };
  expect(await leastTime(longestPause, scrolling)).toBeLessThan(longestPause);

  for (const head of ["Net profit, USD", "Entry, UTC", "Symbol"]) {
    const column = table.getByRole("columnheader", { name: head });
    const sorting = async () => {
      const from = await column.getAttribute("aria-sort");
      const ms = await sorted(table, head);
      const pauses = await pausesSince(page);
      say(`sort by ${head}`, { ms, pauses });
      await expect(column).toHaveAttribute("aria-sort", from === "descending" ? "ascending" : "descending");
      return Math.max(0, ...pauses);
    };
    expect(await leastTime(longestPause, sorting)).toBeLessThan(longestPause);
  }
  await page.getByRole("combobox", { name: "Outcome" }).click();
  await page.getByRole("option", { name: "Lost" }).click();
  await expect(table.getByRole("row").nth(1)).toContainText("▼");

  for (const [name, label] of [
    ["Orders", "Orders"],
    ["Fills", /^Fills of/],
  ] as const) {
    const opening = async () => {
      await page.getByRole("tab", { name: "Metrics" }).click();
      await expect(page.getByRole("tabpanel", { name: "Metrics" })).toBeVisible();
      await pausesSince(page);
      const start = performance.now();
      await page.getByRole("tab", { name }).click();
      await page.getByRole("grid", { name: label }).getByRole("row").nth(3).waitFor();
      const pauses = await pausesSince(page);
      say(name, { ms: performance.now() - start, pauses });
      return Math.max(0, ...pauses);
    };
    expect(await leastTime(longestPause, opening)).toBeLessThan(longestPause);
    expect(await page.getByRole("grid", { name: label }).getByRole("row").count()).toBeLessThan(80);
  }
});

/** In the page, from its beginning: what was painted largest, what moved, and what kept the thread for longer than three frames. */
function watch(): void {
  const watched: Watched = { largestPaint: 0, shift: 0, pauses: [] };
  window.watched = watched;
  const observe = (type: string, onEntry: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(onEntry)).observe({ type, buffered: true });
  observe("largest-contentful-paint", ({ startTime }) => {
    watched.largestPaint = startTime;
  });
  observe("layout-shift", (entry) => {
    watched.shift += (entry as PerformanceEntry & { value: number }).value;
  });
  observe("longtask", ({ duration }) => watched.pauses.push(Math.round(duration)));
}

async function pausesSince(page: Page): Promise<readonly number[]> {
  return page.evaluate(() => window.watched.pauses.splice(0));
}

/** Scrolls for three seconds, a screen a frame with leaps between. */
function scrolled(table: Locator) {
  return table.evaluate(async (element, over) => {
    const frames: number[] = [];
    let most = 0;
    for (let last = performance.now(), end = last + 3_000; last < end; ) {
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      frames.push(now - last);
      last = now;
      // The fractions of the golden ratio's multiples are all over the table.
      element.scrollTop = frames.length % 60 === 0 ? ((frames.length * 0.618) % 1) * element.scrollHeight : element.scrollTop + 500;
      most = Math.max(most, element.querySelectorAll("[role=row]").length);
    }
    frames.sort((a, b) => a - b);
    return {
      frames: frames.length,
      median: frames[frames.length >> 1] ?? 0,
      longest: frames.at(-1) ?? 0,
      over: frames.filter((ms) => ms > over).length,
      most,
    };
  }, longTask);
}

/** From the click until the sorted rows are drawn. */
function sorted(table: Locator, head: string): Promise<number> {
  return table.evaluate(async (element, name) => {
    const column = [...element.querySelectorAll("[role=columnheader]")].find(({ textContent }) => textContent === name);
    const before = column?.getAttribute("aria-sort");
    const from = performance.now();
    column?.querySelector("button")?.click();
    while (column?.getAttribute("aria-sort") === before) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return performance.now() - from;
  }, head);
}

function say(what: string, figures: object): void {
  const rounded = JSON.stringify(figures, (_, value) => (typeof value === "number" ? Math.round(value * 100) / 100 : value));
  console.log(`100,000 trades, ${what}: ${rounded}`);
}
