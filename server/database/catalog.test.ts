import { expect, test } from "vitest";
import { testDatabase } from "./testing.ts";

/** Tables without a tenant, reviewed: only the role for accounts reads them. A new one must be argued for here. */
const globalTables = ["one_time_tokens", "rate_limits", "sessions", "users"];

/** Policies beside `tenant`, reviewed: who they are for, and what for. */
const otherPolicies = [
  "lookup on dataset_versions to rustybt_lookup for SELECT",
  "lookup on organizations to rustybt_lookup for SELECT",
  "lookup on run_attempts to rustybt_lookup for ALL",
  "lookup on run_events to rustybt_lookup for ALL",
  "lookup on run_results to rustybt_lookup for SELECT",
  "lookup on runs to rustybt_lookup for ALL",
  "lookup on shares to rustybt_lookup for SELECT",
  "lookup on uploads to rustybt_lookup for SELECT",
  "own_memberships on memberships to rustybt_auth for SELECT",
  "own_organizations on organizations to rustybt_auth for SELECT",
];

const { admin } = await testDatabase();

async function tenantTables(): Promise<string[]> {
  const rows = await admin<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`;
  return rows.map(({ name }) => name).filter((name) => !globalTables.includes(name));
}

const keyOf = (table: string) => (table === "organizations" ? "id" : "organization_id");

test("every table is under forced row-level security with the tenant's policy, or on the reviewed list", async () => {
  const rows = await admin`
    select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced, p.polname as policy, p.polcmd as command, p.polpermissive as permissive,
      p.polroles = '{0}' as everybody, pg_get_expr(p.polqual, c.oid) as using, pg_get_expr(p.polwithcheck, c.oid) as check
    from pg_class c left join pg_policy p on p.polrelid = c.oid and p.polname = 'tenant'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`;
  const found = Object.fromEntries(rows.filter(({ name }) => !globalTables.includes(name)).map(({ name, ...row }) => [name, row]));
  const wanted = (table: string) => {
    const condition = `(${keyOf(table)} = ( SELECT app.organization_id() AS organization_id))`;
    return { forced: true, policy: "tenant", command: "*", permissive: true, everybody: true, using: condition, check: condition };
  };
  expect(found).toEqual(Object.fromEntries(Object.keys(found).map((table) => [table, wanted(table)])));
  expect(Object.keys(found).length).toBeGreaterThanOrEqual(13);
});

test("no schema but the reviewed ones has tables, views or materialised views", async () => {
  const rows = await admin`
    select distinct n.nspname as schema, c.relkind as kind from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') order by 1, 2`;
  expect([...rows]).toEqual([
    { schema: "drizzle", kind: "r" },
    { schema: "pgboss", kind: "p" },
    { schema: "pgboss", kind: "r" },
    { schema: "public", kind: "r" },
  ]);
});

test("every other policy is a reviewed one, for one role", async () => {
  const rows = await admin<{ text: string }[]>`
    select policyname || ' on ' || tablename || ' to ' || array_to_string(roles, ',') || ' for ' || cmd as text
    from pg_policies where policyname <> 'tenant' order by 1`;
  expect(rows.map(({ text }) => text)).toEqual(otherPolicies);
});

test("primary keys and unique indexes of tenant tables begin with the tenant", async () => {
  const rows = await admin<{ table: string; index: string; first: string }[]>`
    select c.relname as table, i.relname as index, a.attname as first
    from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
      left join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
    where x.indisunique and c.relname in ${admin(await tenantTables())}`;
  expect(rows.filter(({ table, first }) => first !== keyOf(table))).toEqual([]);
  const keyed = new Set(rows.map(({ table }) => table));
  expect([...keyed].sort()).toEqual(await tenantTables());
});

test("foreign keys between tenant tables begin with the tenant on both sides", async () => {
  const rows = await admin<{ name: string; from: string; to: string; source: string; target: string }[]>`
    select k.conname as name, f.relname as from, t.relname as to, fa.attname as source, ta.attname as target
    from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
      join pg_attribute fa on fa.attrelid = f.oid and fa.attnum = k.conkey[1] join pg_attribute ta on ta.attrelid = t.oid and ta.attnum = k.confkey[1]
    where k.contype = 'f' and f.relname in ${admin(await tenantTables())} and t.relname not in ${admin(globalTables)}`;
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter(({ from, to, source, target }) => source !== keyOf(from) || target !== keyOf(to))).toEqual([]);
});

test("the roles that sign in may do nothing beyond their grants, and those that own sign in nowhere", async () => {
  const rows = await admin`
    select rolname as role, rolcanlogin as login, rolsuper or rolbypassrls or rolcreatedb or rolcreaterole or rolreplication or rolinherit as more,
      pg_has_role(rolname, 'rustybt_owner', 'member') as owner from pg_roles where rolname like 'rustybt%' order by 1`;
  expect([...rows]).toEqual([
    { role: "rustybt_auth", login: true, more: false, owner: false },
    { role: "rustybt_lookup", login: false, more: false, owner: false },
    { role: "rustybt_owner", login: false, more: false, owner: true },
    { role: "rustybt_queue", login: true, more: false, owner: false },
    { role: "rustybt_web", login: true, more: false, owner: false },
    { role: "rustybt_worker", login: true, more: false, owner: false },
  ]);
});

test("everything of ours belongs to the owner, jobs to the queue's role, and the web, worker and accounts own nothing", async () => {
  const rows = await admin`
    select n.nspname as schema, pg_get_userbyid(c.relowner) as owner from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'pgboss', 'drizzle', 'app') and c.relkind in ('r', 'p', 'S') group by 1, 2 order by 1, 2`;
  expect([...rows]).toEqual([
    { schema: "drizzle", owner: "rustybt_owner" },
    { schema: "pgboss", owner: "rustybt_queue" },
    { schema: "public", owner: "rustybt_owner" },
  ]);
  const owned = await admin`
    select count(*)::int as count from pg_shdepend d join pg_roles r on r.oid = d.refobjid
    where d.deptype = 'o' and r.rolname in ('rustybt_web', 'rustybt_worker', 'rustybt_auth')`;
  expect(owned[0]).toEqual({ count: 0 });
});

test("functions that act as their owner have a fixed search path and are granted to the one role that needs them", async () => {
  const rows = await admin`
    select p.proname as name, pg_get_userbyid(p.proowner) as owner, p.proconfig as config,
      array(select pg_get_userbyid(g.grantee)::text from aclexplode(p.proacl) g where g.grantee <> p.proowner order by 1) as granted
    from pg_proc p where p.prosecdef and p.pronamespace <> 'pg_catalog'::regnamespace order by 1`;
  const fixed = { owner: "rustybt_lookup", config: ["search_path=pg_catalog, public"] };
  expect([...rows]).toEqual([
    { name: "claim_run", ...fixed, granted: ["rustybt_worker"] },
    { name: "is_object_used", ...fixed, granted: ["rustybt_worker"] },
    { name: "is_shared", ...fixed, granted: ["rustybt_worker"] },
    { name: "member_names", ...fixed, granted: ["rustybt_web"] },
    { name: "open_share", ...fixed, granted: ["rustybt_web"] },
    { name: "orphaned_runs", ...fixed, granted: ["rustybt_worker"] },
    { name: "prune_run_events", ...fixed, granted: ["rustybt_worker"] },
    { name: "stale_uploads", ...fixed, granted: ["rustybt_worker"] },
  ]);
});

test("accounts are out of reach of the web, the worker and the queue", async () => {
  const rows = await admin`
    select grantee, table_name from information_schema.role_table_grants
    where table_name in ${admin(globalTables)} and table_schema = 'public' and grantee not in ('rustybt_owner', 'rustybt_auth')`;
  expect([...rows]).toEqual([]);
});

test("nobody connects to the database, makes tables in it or temporary ones, but the roles that are named", async () => {
  const rows = await admin`
    select coalesce(nullif(pg_get_userbyid(g.grantee), 'unknown (OID=0)'), 'public') as role, g.privilege_type as privilege
    from pg_database d, aclexplode(d.datacl) g where d.datname = 'rustybt' and g.grantee <> d.datdba order by 1, 2`;
  expect([...rows]).toEqual([
    { role: "rustybt_auth", privilege: "CONNECT" },
    { role: "rustybt_owner", privilege: "CREATE" },
    { role: "rustybt_queue", privilege: "CONNECT" },
    { role: "rustybt_queue", privilege: "CREATE" },
    { role: "rustybt_web", privilege: "CONNECT" },
    { role: "rustybt_worker", privilege: "CONNECT" },
  ]);
});
