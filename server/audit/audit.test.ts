import { createHash } from "node:crypto";
import { drizzle } from "drizzle-orm/postgres-js";
import { expect, test } from "vitest";
import { addOrganisation } from "#drizzle/seed/factories.ts";
import { withTenant } from "#server/database/connect.ts";
import { testDatabase } from "#server/database/testing.ts";
import { appendAudit, listAudit, verifyAuditChain } from "./index.ts";

const { web, admin } = await testDatabase();
const seedDb = drizzle(admin, { casing: "snake_case" });
let made = 0;

async function organisationWith(entries: number) {
  made += 1;
  const { id: organizationId, users } = await addOrganisation(seedDb, `Audited ${made}`);
  const tenant = { organizationId };
  for (let n = 1; n <= entries; n += 1) {
    await withTenant(web, tenant, (tx) =>
      appendAudit(tx, {
        organizationId,
        actor: users.owner,
        action: "strategy.rename",
        target: `strategy ${n}`,
        before: { name: "a" },
        after: { name: "b", n },
      }),
    );
  }
  return { organizationId, tenant, users };
}

/** Changes what nobody may change, as somebody with the server in their hands would. */
async function tamper(statement: string): Promise<void> {
  await admin.begin(async (tx) => {
    await tx`alter table audit_log disable trigger append_only`;
    await tx.unsafe(statement);
    await tx`alter table audit_log enable trigger append_only`;
  });
}

test("entries are numbered from 1 and chained by a hash anybody can compute: sha256 over the sorted JSON of the row", async () => {
  const { organizationId, tenant, users } = await organisationWith(2);
  const { rows } = await listAudit(web, tenant, undefined);
  expect(rows.map(({ seq }) => seq)).toEqual([2, 1]);
  const [second, first] = rows;
  const text =
    `{"action":"strategy.rename","actor":"${users.owner}","after":{"n":1,"name":"b"},"at":"${first?.at.toISOString()}","before":{"name":"a"},` +
    `"organizationId":"${organizationId}","previousHash":"${"0".repeat(64)}","seq":1,"target":"strategy 1"}`;
  expect(first?.hash).toBe(createHash("sha256").update(text).digest("hex"));
  expect(second?.previousHash).toBe(first?.hash);
  expect(await verifyAuditChain(web, tenant)).toEqual({ entries: 2 });
});

test("an entry exists exactly when its change does", async () => {
  const { organizationId, tenant } = await organisationWith(1);
  const failed = withTenant(web, tenant, async (tx) => {
    await appendAudit(tx, { organizationId, actor: "system", action: "strategy.create", target: "strategy" });
    throw new Error("no");
  });
  await expect(failed).rejects.toThrow("no");
  expect(await verifyAuditChain(web, tenant)).toEqual({ entries: 1 });
});

test("40 writers at once leave no gap and no fork", async () => {
  const { organizationId, tenant } = await organisationWith(0);
  const append = (n: number) =>
    withTenant(web, tenant, (tx) => appendAudit(tx, { organizationId, actor: "system", action: "run.create", target: `run ${n}` }));
  await Promise.all(Array.from({ length: 40 }, (_, n) => append(n)));
  expect(await verifyAuditChain(web, tenant)).toEqual({ entries: 40 });
});

test.each([
  ["an edited entry", "update audit_log set action = 'nothing' where seq = 3", 3],
  ["an edited value", `update audit_log set after = '{"name": "c", "n": 3}' where seq = 3`, 3],
  ["a changed actor", "update audit_log set actor = 'system' where seq = 3", 3],
  ["a moved time", "update audit_log set at = at - interval '1 ms' where seq = 3", 3],
  ["a deleted entry", "delete from audit_log where seq = 3", 3],
  [
    "two entries exchanged",
    "update audit_log set seq = case seq when 3 then -4 else -3 end where seq in (3, 4); update audit_log set seq = -seq where seq < 0",
    3,
  ],
])("%s is found", async (_, statement, brokenAt) => {
  const { organizationId, tenant } = await organisationWith(5);
  await tamper(statement.replaceAll(/where /g, `where organization_id = '${organizationId}' and `));
  expect(await verifyAuditChain(web, tenant)).toEqual({ entries: brokenAt - 1, brokenAt });
});

test("pages are 100 entries, newest first, each once", async () => {
  const { organizationId, tenant } = await organisationWith(0);
  await withTenant(web, tenant, async (tx) => {
    for (let n = 0; n < 150; n += 1) await appendAudit(tx, { organizationId, actor: "system", action: "run.create", target: "run" });
  });
  const first = await listAudit(web, tenant, undefined);
  const second = await listAudit(web, tenant, first.next);
  expect([first.rows.length, first.next, second.rows.length, second.next]).toEqual([100, 51, 50, undefined]);
});

test("a log longer than a page is verified page by page, and a break is found on whichever page it is", async () => {
  const { organizationId, tenant } = await organisationWith(7);
  for (const pageSize of [1, 2, 3, 7, 8]) expect(await verifyAuditChain(web, tenant, pageSize)).toEqual({ entries: 7 });
  await tamper(`update audit_log set target = 'another' where organization_id = '${organizationId}' and seq = 5`);
  for (const pageSize of [1, 2, 4, 5, 7]) expect(await verifyAuditChain(web, tenant, pageSize)).toEqual({ entries: 4, brokenAt: 5 });
});
