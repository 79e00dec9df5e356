import { drizzle } from "drizzle-orm/postgres-js";
import { expect, test } from "vitest";
import { runEvents } from "#drizzle/schema/index.ts";
import { addFullOrganisation, type FullOrganisation } from "#drizzle/seed/factories.ts";
import { testDatabase } from "#server/database/testing.ts";
import { pruneRunEvents } from "./prune-run-events.ts";
import { readRunEvents } from "./read-run-events.ts";
import { eventStream } from "./stream/event-stream.ts";

const { admin, web, worker } = await testDatabase();
const seedDb = drizzle(admin, { casing: "snake_case" });

/** Two attempts' events, as they follow each other; the last one tells the end. */
async function addEvents({ id: organizationId }: FullOrganisation, runId: string, last: "succeeded" | "failed"): Promise<void> {
  const event = (epoch: number, seq: number, kind: "state" | "progress" | "log", body = {}) =>
    ({ organizationId, runId, epoch, seq, kind, body }) as const;
  const progress = Array.from({ length: 300 }, (_, at) => event(2, at + 1, at % 3 === 0 ? "log" : "progress"));
  await seedDb
    .insert(runEvents)
    .values([event(1, 0, "state"), event(1, 1, "progress"), event(2, 0, "state"), ...progress, event(2, 301, "state", { status: last })]);
}

const left = async (runId: string) =>
  (await admin`select epoch, seq, kind from run_events where run_id = ${runId} order by epoch, seq`).map(({ epoch, seq, kind }) => [
    epoch,
    seq,
    kind,
  ]);
const resumed = async (of: FullOrganisation, after: { epoch: number; seq: number }) => {
  const read = (place: typeof after) => readRunEvents(web, { organizationId: of.id }, of.finishedRunId, place);
  return new Response(eventStream({ read, subscribe: () => () => {} }, { after, signal: AbortSignal.timeout(5_000) })).text();
};

test("an hour after the result is stored only the last state is left, in every organisation, and a stream resumed from anywhere ends with it", async () => {
  const [one, two] = [await addFullOrganisation(seedDb, "One"), await addFullOrganisation(seedDb, "Two")];
  for (const of of [one, two]) await addEvents(of, of.finishedRunId, "succeeded");
  expect(await pruneRunEvents(worker)).toBe(0);
  expect((await left(one.finishedRunId)).length).toBe(304);

  await admin`update runs set finished_at = now() - interval '61 minutes' where status = 'succeeded'`;
  expect(await pruneRunEvents(worker)).toBe(606);
  expect(await pruneRunEvents(worker)).toBe(0);
  for (const of of [one, two]) {
    expect(await left(of.finishedRunId)).toEqual([[2, 301, "state"]]);
    // The run that is still under way keeps its own.
    expect((await left(of.runId)).length).toBe(1);
  }
  const end = 'id: 2.301\nevent: state\ndata: {"status":"succeeded"}\n\n';
  for (const after of [
    { epoch: -1, seq: -1 },
    { epoch: 1, seq: 1 },
    { epoch: 2, seq: 150 },
  ]) {
    expect(await resumed(one, after)).toBe(`retry: 1000\n\n${end}`);
  }
  expect(await resumed(one, { epoch: 2, seq: 301 })).toBe("retry: 1000\n\n");
});

test("a run without a result keeps all it said, however long ago it ended", async () => {
  const failed = await addFullOrganisation(seedDb, "Failed");
  await addEvents(failed, failed.finishedRunId, "failed");
  await admin`update runs set status = 'failed', finished_at = now() - interval '30 days' where id = ${failed.finishedRunId}`;
  expect(await pruneRunEvents(worker)).toBe(0);
  await admin`update runs set status = 'succeeded' where id = ${failed.finishedRunId}`;
  await admin`delete from run_results where run_id = ${failed.finishedRunId}`;
  expect(await pruneRunEvents(worker)).toBe(0);
  expect((await left(failed.finishedRunId)).length).toBe(304);
});
