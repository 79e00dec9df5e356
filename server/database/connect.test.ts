import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import { afterAll, expect, test } from "vitest";
import { auditLog, memberships, runs, strategies } from "#drizzle/schema/index.ts";
import { addFullOrganisation } from "#drizzle/seed/factories.ts";
import { callAcrossTenants, connectTenantDb, isReachable, withTenant, withUser } from "./connect.ts";
import { testDatabase } from "./testing.ts";

const { web, worker, auth, admin, urlOf } = await testDatabase();
const seedDb = drizzle(admin, { casing: "snake_case" });
const a = await addFullOrganisation(seedDb, "Alpha");
const b = await addFullOrganisation(seedDb, "Beta");

// One connection: what comes second gets the very one that came first.
const single = connectTenantDb(urlOf("rustybt_web"), 1);
afterAll(() => single.close());

test("what is thrown inside a transaction undoes it", async () => {
  const added = withTenant(web, { organizationId: a.id }, async (tx) => {
    await tx.insert(strategies).values({ organizationId: a.id, name: "Undone", createdBy: a.users.owner });
    throw new Error("changed my mind");
  });
  await expect(added).rejects.toThrow("changed my mind");
  const names = await withTenant(web, { organizationId: a.id }, (tx) => tx.select({ name: strategies.name }).from(strategies));
  expect(names).toEqual([{ name: "Alpha strategy" }]);
});

test("200 transactions of two tenants at once over one connection see their own rows only", async () => {
  const seen = await Promise.all(
    Array.from({ length: 200 }, async (_, at) => {
      const organizationId = at % 2 === 0 ? a.id : b.id;
      const rows = await withTenant(single.db, { organizationId }, (tx) => tx.select({ organizationId: runs.organizationId }).from(runs));
      return rows.length === 2 && rows.every((row) => row.organizationId === organizationId);
    }),
  );
  expect(seen.every(Boolean)).toBe(true);
});

test("a transaction whose connection was lost runs none of its later statements in the transaction that got the connection next", async () => {
  const [lost, next, tried] = [Promise.withResolvers<void>(), Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const adding = withTenant(single.db, { organizationId: a.id }, async (tx) => {
    const [mine] = await tx.execute<{ pid: number }>("select pg_backend_pid() as pid");
    await admin`select pg_terminate_backend(${mine?.pid ?? 0})`;
    lost.resolve();
    await next.promise;
    // By now another tenant's transaction is open on what the pool connected anew.
    await tx
      .update(runs)
      .set({ symbols: ["LATE"] })
      .finally(() => tried.resolve());
  });
  const failed = expect(adding).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  await lost.promise;
  await withTenant(single.db, { organizationId: b.id }, async (tx) => {
    await tx.select().from(runs);
    next.resolve();
    await tried.promise;
  });
  await failed;
  const changed = await admin`select id from runs where symbols = '{LATE}'`;
  expect(changed.length).toBe(0);
});

test("a user's memberships are seen before an organisation is chosen, and nobody else's", async () => {
  const rows = await withUser(auth, a.users.viewer, (tx) => tx.select().from(memberships));
  expect(rows.map(({ organizationId, role }) => [organizationId, role])).toEqual([[a.id, "viewer"]]);
});

test("amounts and large counts come back exact, times as dates", async () => {
  const [row] = await withTenant(web, { organizationId: a.id }, (tx) =>
    tx.execute<{ amount: string; count: string }>(
      "select 12345678901234567890.123456789::numeric as amount, 9007199254740993::bigint as count",
    ),
  );
  expect(row).toEqual({ amount: "12345678901234567890.123456789", count: "9007199254740993" });
  const [run] = await withTenant(web, { organizationId: a.id }, (tx) => tx.select().from(runs));
  expect(run?.queuedAt).toBeInstanceOf(Date);
});

test("lists of texts and ids come back as they went in", async () => {
  const symbols = ["BRK.B", "a,b", '"quoted"', "{}", "ü \\ null", "NULL", ""];
  await withTenant(web, { organizationId: a.id }, async (tx) => {
    await tx.update(runs).set({ symbols }).where(eq(runs.id, a.finishedRunId));
    const [row] = await tx.select().from(runs).where(eq(runs.id, a.finishedRunId));
    expect([row?.symbols, row?.datasetVersionIds]).toEqual([symbols, [a.datasetVersionId]]);
  });
});

test("a run is claimed by one of many until its lease runs out; the next claim has a higher epoch and ends the attempt before", async () => {
  const claim = (by: string) =>
    callAcrossTenants<{ organization_id: string; epoch: number }>(worker, { name: "claim_run", args: [a.runId, by, 60] });
  // The seeded attempt has epoch 1 and a lease long over.
  const claims = await Promise.all(["one", "two", "three"].map(claim));
  expect(claims.flat()).toEqual([{ organization_id: a.id, epoch: 2 }]);
  await admin`update run_attempts set lease_until = now() - interval '1 second' where run_id = ${a.runId}`;
  expect(await claim("four")).toEqual([{ organization_id: a.id, epoch: 3 }]);
  const attempts = await admin`select epoch, outcome from run_attempts where run_id = ${a.runId} order by epoch`;
  expect([...attempts]).toEqual([
    { epoch: 1, outcome: "lost" },
    { epoch: 2, outcome: "lost" },
    { epoch: 3, outcome: null },
  ]);
  await admin`update runs set status = 'cancelled', finished_at = now() where id = ${a.runId}`;
  await admin`update run_attempts set lease_until = now() - interval '1 second' where run_id = ${a.runId}`;
  expect(await claim("five")).toEqual([]);
});

test("a share is opened by the hash of its token alone, as long as it is neither revoked nor expired", async () => {
  const [share] = await admin<
    { id: string; token: string }[]
  >`select id, token_sha256 as token from shares where organization_id = ${b.id}`;
  const open = () => callAcrossTenants(web, { name: "open_share", args: [share?.token ?? ""] });
  const opened = { organization_id: b.id, share_id: share?.id, run_id: b.finishedRunId, show_code: false };
  expect(await open()).toEqual([{ ...opened, state: "open" }]);
  await admin`update shares set expires_at = now() - interval '1 second' where id = ${share?.id ?? ""}`;
  expect(await open()).toEqual([{ ...opened, state: "expired" }]);
  await admin`update shares set revoked_at = now() where id = ${share?.id ?? ""}`;
  expect(await open()).toEqual([{ ...opened, state: "revoked" }]);
  expect(await callAcrossTenants(web, { name: "open_share", args: ["0".repeat(64)] })).toEqual([]);
});

test("the functions that look across tenants answer the process they are for and no other", async () => {
  const refused = { cause: { code: "42501" } };
  await expect(callAcrossTenants(web, { name: "claim_run", args: [a.runId, "web", 60] })).rejects.toMatchObject(refused);
  await expect(callAcrossTenants(worker, { name: "open_share", args: ["0".repeat(64)] })).rejects.toMatchObject(refused);
});

test("the audit log cannot be rewritten: not by the web, not by its owner", async () => {
  const change = withTenant(web, { organizationId: a.id }, (tx) => tx.update(auditLog).set({ action: "nothing" }));
  await expect(change).rejects.toMatchObject({ cause: { code: "42501" } });
  await expect(admin`delete from audit_log`).rejects.toThrow("the audit log is append-only");
  await expect(admin`truncate audit_log`).rejects.toThrow("the audit log is append-only");
});

test("a database that is not there is not reachable", async () => {
  expect(await isReachable(web)).toBe(true);
  const nowhere = connectTenantDb("postgres://nobody@127.0.0.1:1/none", 1);
  expect(await isReachable(nowhere.db)).toBe(false);
  await nowhere.close();
});
