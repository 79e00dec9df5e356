import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addFullOrganisation } from "#drizzle/seed/factories.ts";
import type { ApplicationRole } from "./roles.ts";
import { testDatabase } from "./testing.ts";

// Every tenant table x every verb x {A, B, unset, empty, unknown, garbage}, generated from the catalog: only A touches A's rows, only B B's. Each
// statement is tried with the grants of the role lifted first, so that what refuses it is the policy and not a missing grant.

type Sql = postgres.Sql;

const { admin, urlOf } = await testDatabase();
const seedDb = drizzle(admin, { casing: "snake_case" });
const a = await addFullOrganisation(seedDb, "Alpha");
const b = await addFullOrganisation(seedDb, "Beta");
const unknown = "0193a000-0000-7000-8000-000000000000";
const tenants = { A: a.id, B: b.id, unset: undefined, empty: "", unknown } as const;

const tables = (
  await admin<
    { name: string }[]
  >`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity order by 1`
).map(({ name }) => name);
const keyOf = (table: string) => (table === "organizations" ? "id" : "organization_id");

const roles: readonly ApplicationRole[] = ["rustybt_web", "rustybt_worker", "rustybt_auth"];
const connections = new Map<ApplicationRole, Sql>();

beforeAll(async () => {
  await admin`alter table audit_log disable trigger all`;
  for (const role of roles) {
    for (const table of tables) await admin`grant select, insert, update, delete on ${admin(table)} to ${admin(role)}`;
    connections.set(role, postgres(urlOf(role), { max: 1, onnotice: () => {} }));
  }
});

afterAll(async () => {
  await Promise.all([...connections.values()].map((sql) => sql.end()));
});

class RollBack extends Error {}

/** What a statement comes to as a role and tenant: the tenants whose rows it saw or touched, or the error's code. Nothing of it stays. */
async function attempt(
  role: ApplicationRole,
  tenant: string | undefined,
  statement: (sql: postgres.TransactionSql) => Promise<readonly postgres.Row[]>,
) {
  const connection = connections.get(role) as Sql;
  let touched: string | undefined;
  try {
    await connection.begin(async (tx) => {
      if (tenant !== undefined) await tx`select set_config('app.organization_id', ${tenant}, true)`;
      const rows = await statement(tx);
      const owners = new Set(rows.map(({ tenant: owner }) => (owner === a.id ? "A" : owner === b.id ? "B" : String(owner))));
      touched = [...owners].sort().join("+") || "nothing";
      throw new RollBack();
    });
  } catch (error) {
    if (!(error instanceof RollBack)) return (error as postgres.PostgresError).code;
  }
  return touched;
}

async function eachTenant(role: ApplicationRole, statement: (sql: postgres.TransactionSql) => Promise<readonly postgres.Row[]>) {
  const outcomes: Record<string, string | undefined> = {};
  for (const [name, tenant] of Object.entries(tenants)) outcomes[name] = await attempt(role, tenant, statement);
  return outcomes;
}

const ownOnly = { A: "A", B: "B", unset: "nothing", empty: "nothing", unknown: "nothing" };
// 42501: the new row violates the policy.
const refused = "42501";

const cases = roles.flatMap((role) => tables.map((table) => [role, table] as const));

test.each(cases)("%s reads, changes and deletes rows of %s of its own tenant alone", async (role, table) => {
  const key = keyOf(table);
  expect(await eachTenant(role, (sql) => sql`select ${sql(key)} as tenant from ${sql(table)}`)).toEqual(ownOnly);
  expect(await eachTenant(role, (sql) => sql`update ${sql(table)} set ${sql(key)} = ${sql(key)} returning ${sql(key)} as tenant`)).toEqual(
    ownOnly,
  );
  expect(await eachTenant(role, (sql) => sql`select ${sql(key)} as tenant from ${sql(table)} for update`)).toEqual(ownOnly);
  await withoutReferences(async () => {
    expect(await eachTenant(role, (sql) => sql`delete from ${sql(table)} returning ${sql(key)} as tenant`)).toEqual(ownOnly);
  });
});

test.each(cases)("%s gives no row of %s to another tenant", async (role, table) => {
  const key = keyOf(table);
  const give = (to: string) => eachTenant(role, (sql) => sql`update ${sql(table)} set ${sql(key)} = ${to} returning ${sql(key)} as tenant`);
  await withoutReferences(async () => {
    expect(await give(b.id)).toMatchObject({ A: refused, unset: "nothing", empty: "nothing", unknown: "nothing" });
    expect(await give(a.id)).toMatchObject({ B: refused, unset: "nothing", empty: "nothing", unknown: "nothing" });
  });
});

test.each(cases)("%s adds no row to %s of another tenant, nor learns by a conflict that it is there", async (role, table) => {
  const key = keyOf(table);
  const [row] = await admin`select * from ${admin(table)} where ${admin(key)} = ${a.id} limit 1`;
  // As text of JSON: the driver needs to know nothing of the columns' types.
  const copy = JSON.stringify(row);
  const columns = Object.keys(row ?? {});
  const insert = (suffix: string) => (sql: postgres.TransactionSql) =>
    sql.unsafe(
      `insert into ${table} (${columns.map((name) => `"${name}"`).join(", ")}) select ${columns.map((name) => `"${name}"`).join(", ")}
       from jsonb_populate_record(null::${table}, $1::text::jsonb) ${suffix} returning ${key} as tenant`,
      [copy],
    );
  const others = { B: refused, unset: refused, empty: refused, unknown: refused };
  // 23505: its own row is there already.
  expect(await eachTenant(role, insert(""))).toEqual({ A: "23505", ...others });
  expect(await eachTenant(role, insert("on conflict do nothing"))).toEqual({ A: "nothing", ...others });
  const update = `on conflict (${await primaryKeyOf(table)}) do update set ${key} = excluded.${key}`;
  expect(await eachTenant(role, insert(update))).toEqual({ A: "A", ...others });
});

test("a tenant that is no id is an error, not all rows", async () => {
  // 22P02: invalid text for a uuid.
  expect(await attempt("rustybt_web", "' or true --", (sql) => sql`select organization_id as tenant from runs`)).toBe("22P02");
});

test("a tenant set in one transaction is gone in the next one of the same connection", async () => {
  const sql = connections.get("rustybt_web") as Sql;
  await sql.begin(async (tx) => {
    await tx`select set_config('app.organization_id', ${a.id}, true)`;
    expect((await tx`select id from runs`).length).toBe(2);
  });
  expect((await sql`select id from runs`).length).toBe(0);
});

test("the owner of the tables is bound by the policies too", async () => {
  const seen = await admin.begin(async (tx) => {
    await tx`set local role rustybt_owner`;
    return tx`select count(*)::int as count from runs`;
  });
  expect(seen[0]).toEqual({ count: 0 });
});

async function primaryKeyOf(table: string): Promise<string> {
  const rows = await admin<{ name: string }[]>`
    select a.attname as name from pg_index x join pg_attribute a on a.attrelid = x.indrelid and a.attnum = any (x.indkey)
    where x.indrelid = ${table}::regclass and x.indisprimary`;
  return rows.map(({ name }) => `"${name}"`).join(", ");
}

// References would refuse a deletion before the policy is shown to have allowed it. Within the run of one statement they are out of the way.
async function withoutReferences(work: () => Promise<void>): Promise<void> {
  const references = await admin<{ table: string; name: string; definition: string }[]>`
    select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
    where contype = 'f' and connamespace = 'public'::regnamespace`;
  for (const { table, name } of references) await admin`alter table ${admin(table)} drop constraint ${admin(name)}`;
  try {
    await work();
  } finally {
    for (const { table, name, definition } of references) await admin.unsafe(`alter table ${table} add constraint "${name}" ${definition}`);
  }
}
