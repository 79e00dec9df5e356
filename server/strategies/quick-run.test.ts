import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runFixture } from "#server/runs/testing/run-fixture.ts";
import { getStrategy, quickRun } from "./index.ts";

const fixture = await runFixture();
const { database, objects, author } = fixture;
const place = { db: database.web, objects };
const apple = await fixture.addCsv("examples/data/AAPL.csv", "AAPL");
const worker = await fixture.startWorker();

test("a quick run covers the last 250 bars, is listed beside its version, and comes to the same hash again", async () => {
  const versionId = await fixture.addStrategy(readFileSync("examples/sma-cross.ts", "utf8"), "Quick");
  const { runId, from } = await quickRun(place, author, { versionId, datasetVersionId: apple });
  const days = readFileSync("examples/data/AAPL.csv", "utf8").trim().split("\n").slice(1);
  expect(from).toBe(days.at(-250)?.split(",")[0]);
  const run = await fixture.ended(runId);
  expect(run).toMatchObject({ status: "succeeded", from, progress: { bar: 250, bars: 250 } });
  const again = await quickRun(place, author, { versionId, datasetVersionId: apple });
  expect((await fixture.ended(again.runId)).result?.hash).toBe(run.result?.hash);
  const [version] = (await getStrategy(database.web, author, run.strategy.id)).versions;
  expect(version?.lastRun).toEqual({
    id: again.runId,
    status: "succeeded",
    hash: run.result?.hash,
    netReturn: run.result?.summary.totalReturn,
  });
  expect(worker.lines().length).toBeGreaterThan(0);
});

test("a version that throws ends its quick run with the author's line", async () => {
  const text =
    'import { defineStrategy } from "rustybt";\nexport default defineStrategy({\n  onBar(ctx) {\n    if (ctx.bars === 3) throw new Error("stop here");\n  },\n});\n';
  const versionId = await fixture.addStrategy(text, "Throws");
  const { runId } = await quickRun(place, author, { versionId, datasetVersionId: apple });
  const run = await fixture.ended(runId);
  expect([run.status, run.error?.line, run.error?.message]).toEqual(["failed", 4, expect.stringContaining("stop here")]);
});

test("data of another organisation, or none, is refused", async () => {
  const versionId = await fixture.addStrategy(readFileSync("examples/buy-and-hold.ts", "utf8"), "Refused");
  const missing = quickRun(place, author, { versionId, datasetVersionId: versionId });
  await expect(missing).rejects.toMatchObject({ code: "not_found" });
});
