import { applePrices, importFile } from "./import-data.ts";
import { expect, expectOneOrganisation, newPerson, signUp, test } from "./journey.ts";
import { headlineFigures, startBacktest } from "./run-backtest.ts";
import { newStrategy } from "./write-strategy.ts";

test("another organisation finds nothing at the addresses of the first one's things", async ({ page, person: _, browser }) => {
  const bars = page.waitForRequest(/\/api\/datasets\/[^/]+\/bars\//);
  await importFile(page, applePrices, "Secret prices");
  const datasetPath = new URL(page.url()).pathname;
  const barsPath = new URL((await bars).url()).pathname;
  await newStrategy(page, "Buy and hold", "Secret plan");
  const strategyPath = new URL(page.url()).pathname;
  const runId = await startBacktest(page);
  await headlineFigures(page);
  const pages = [
    [`/runs/${runId}`, "This run is not here"],
    [strategyPath, "This strategy is not here"],
    [datasetPath, "This dataset is not here"],
    [`/runs/new?like=${runId}`, "This page is not here"],
  ] as const;
  const files = ["document", "pdf", "events", "parts/equity", "parts/trades", "parts/overview", "parts/bars/AAPL"]
    .map((name) => `/api/runs/${runId}/${name}`)
    .concat(barsPath);
  // All of it is there for the first organisation, so that what follows is a refusal and not a wrong address.
  for (const path of files.filter((name) => !name.endsWith("/events"))) {
    await expect.poll(async () => (await page.request.get(path)).status(), { message: path }).toBe(200);
  }

  const stranger = await browser.newContext({ baseURL: process.env.E2E_URL as string });
  for (const path of files) expect((await stranger.request.get(path)).status(), `${path} without an account`).toBe(401);
  const other = await stranger.newPage();
  if (await expectOneOrganisation(other)) return stranger.close();
  await signUp(other, newPerson("Mallory"));
  for (const path of ["/runs", "/strategies", "/data", "/reports"]) {
    await other.goto(path);
    await expect(other.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
    await expect(other.getByRole("main")).not.toContainText("Secret");
  }
  for (const [path, title] of pages) {
    await other.goto(path);
    await expect(other.getByRole("heading", { name: title })).toBeVisible();
    expect(await other.content()).not.toContain("Secret");
  }
  for (const path of files) expect((await stranger.request.get(path)).status(), path).toBe(404);
  await stranger.close();
});
