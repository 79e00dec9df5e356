import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { drizzle } from "drizzle-orm/postgres-js";
import { beforeAll, expect, test } from "vitest";
import * as schema from "#drizzle/schema/index.ts";
import { addFullOrganisation, type FullOrganisation, type SeedDb } from "#drizzle/seed/factories.ts";
import { testDatabase } from "#server/database/testing.ts";
import type { RunOverview } from "#server/runs/index.ts";
import { folderStore } from "#server/storage/object-store.ts";
import { createShare, listShares, openShare, readSharedPart, revokeShare, viewShare } from "./index.ts";

const { web, admin } = await testDatabase();
const objects = folderStore(mkdtempSync(join(tmpdir(), "rustybt-shares-")));
let ours: FullOrganisation;
let theirs: FullOrganisation;

beforeAll(async () => {
  const db = drizzle(admin, { schema, casing: "snake_case" }) as unknown as SeedDb;
  ours = await addFullOrganisation(db, "Ours");
  theirs = await addFullOrganisation(db, "Theirs");
  // The factories' entry is of no chain; the chain of these tests begins anew.
  await admin`alter table audit_log disable trigger append_only`;
  await admin`delete from audit_log`;
  await admin`alter table audit_log enable trigger append_only`;
  const overview = await objects.put(gzipSync(JSON.stringify({ hash: "abc" } satisfies Pick<RunOverview, "hash">)));
  await admin`update run_results set objects = ${JSON.stringify({ overview })}::jsonb`;
});

const author = (of: FullOrganisation) => ({ organizationId: of.id, userId: of.users.researcher });
const share = (options: { showCode?: boolean; expiresAt?: Date } = {}) =>
  createShare(web, author(ours), { runId: ours.finishedRunId, ...options });

test("a link opens without an account, shows no code, and counts its views", async () => {
  const { id, token } = await share();
  expect(await openShare(web, token)).toEqual({ organizationId: ours.id, shareId: id, runId: ours.finishedRunId, showCode: false });
  const seen = await viewShare(web, token, objects);
  await viewShare(web, token, objects);
  expect([seen.overview.hash, seen.strategy, "files" in seen, seen.partNames]).toEqual([
    "abc",
    { name: "Ours strategy", number: 1 },
    false,
    ["overview"],
  ]);
  expect((await listShares(web, author(ours), { runId: ours.finishedRunId })).find((one) => one.id === id)?.views).toBe(2);
});

test("the code is shown where it was chosen", async () => {
  const { token } = await share({ showCode: true });
  expect((await viewShare(web, token, objects)).files?.map(({ path }) => path)).toEqual(["strategy.ts"]);
});

test("what strangers see names no person, worker or dataset", async () => {
  const { token } = await share();
  const told = JSON.stringify(await viewShare(web, token, objects));
  for (const secret of ["researcher", "gone", "Ours dataset", ours.id, ours.users.researcher]) expect(told).not.toContain(secret);
});

test("the token is kept nowhere, only its sha256", async () => {
  const { id, token } = await share();
  const [row] = await admin`select to_jsonb(s)::text as row from shares s where id = ${id}`;
  const audit = await admin`select to_jsonb(a)::text as row from audit_log a`;
  expect(row?.row).not.toContain(token);
  expect(JSON.stringify(audit)).not.toContain(token);
});

test("a revoked link is gone for page and parts, revoking again changes nothing", async () => {
  const { id, token } = await share();
  expect((await readSharedPart(web, token, { name: "overview", objects })).bytes).toBeGreaterThan(0);
  await revokeShare(web, author(ours), id);
  const [first] = await admin`select revoked_at from shares where id = ${id}`;
  await revokeShare(web, author(ours), id);
  expect((await admin`select revoked_at from shares where id = ${id}`)[0]).toEqual(first);
  for (const read of [
    () => openShare(web, token),
    () => viewShare(web, token, objects),
    () => readSharedPart(web, token, { name: "overview", objects }),
  ]) {
    await expect(read()).rejects.toMatchObject({ code: "gone", message: "This link was revoked." });
  }
  expect((await listShares(web, author(ours), {})).find((one) => one.id === id)?.state).toBe("revoked");
});

test("an expired link is gone; one that would end in the past is not made", async () => {
  const { id, token } = await share({ expiresAt: new Date(Date.now() + 60_000) });
  await expect(openShare(web, token)).resolves.toMatchObject({ shareId: id });
  await admin`update shares set expires_at = now() - interval '1 second' where id = ${id}`;
  await expect(openShare(web, token)).rejects.toMatchObject({ code: "gone", message: "This link has expired." });
  await expect(share({ expiresAt: new Date(0) })).rejects.toMatchObject({ code: "invalid", field: "expiresAt" });
});

test("a token nobody was given is not found, and only finished runs are shared", async () => {
  await expect(openShare(web, "no-such-token")).rejects.toMatchObject({ code: "not_found" });
  await expect(createShare(web, author(ours), { runId: ours.runId })).rejects.toMatchObject({ code: "conflict" });
});

test("another organisation can neither share this one's run nor see or revoke its links", async () => {
  const { id, token } = await share();
  await expect(createShare(web, author(theirs), { runId: ours.finishedRunId })).rejects.toMatchObject({ code: "not_found" });
  await expect(revokeShare(web, author(theirs), id)).rejects.toMatchObject({ code: "not_found" });
  expect((await listShares(web, author(theirs), {})).map(({ run }) => run.id)).toEqual([theirs.finishedRunId]);
  expect(await listShares(web, author(theirs), { runId: ours.finishedRunId })).toEqual([]);
  await expect(openShare(web, token)).resolves.toMatchObject({ organizationId: ours.id });
});

test("making and revoking stand in the audit log, each once", async () => {
  const { id } = await share({ showCode: true });
  await revokeShare(web, author(ours), id);
  await revokeShare(web, author(ours), id);
  const entries = (await admin`select action, actor, after from audit_log where target = ${`share ${id}`} order by seq`).map((row) => ({
    ...row,
  }));
  expect(entries).toEqual([
    { action: "share.create", actor: ours.users.researcher, after: { runId: ours.finishedRunId, showCode: true, expiresAt: null } },
    { action: "share.revoke", actor: ours.users.researcher, after: null },
  ]);
});
