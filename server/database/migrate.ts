import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { installQueues } from "#server/jobs/index.ts";
import { AppError } from "#server/lib/errors.ts";
import { prepareRoles } from "./prepare-roles.ts";
import { roleUrl } from "./roles.ts";

// Two processes that start together do not migrate at once.
const migrationLock = 7_281_966;
const leastVersion = 180_000;

/**
 * Brings a database to this version: roles, tables, queues. Idempotent. Connects as the database's owner, who may create roles; what it makes
 * belongs to `rustybt_owner`, the queues to `rustybt_queue`, which makes a partition of theirs every day.
 */
export async function migrateDatabase(ownerUrl: string, secret: string): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await assertVersion(sql);
    await sql`select pg_advisory_lock(${migrationLock})`;
    await prepareRoles(sql, secret);
    await sql`set role rustybt_owner`;
    await applyMigrations(drizzle(sql, { casing: "snake_case" }), { migrationsFolder: join(process.cwd(), "drizzle", "migrations") });
    await installQueues(roleUrl(ownerUrl, secret, "rustybt_queue"), {
      senders: ["rustybt_web", "rustybt_worker", "rustybt_auth"],
    });
  } finally {
    await sql.end();
  }
}

async function assertVersion(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<{ number: number; text: string }[]>`
    select current_setting('server_version_num')::int as number, current_setting('server_version') as text`;
  if (row !== undefined && row.number < leastVersion) {
    throw new AppError("invalid", `The database server is PostgreSQL ${row.text}; version 18 is needed.`, {
      hint: "Point DATABASE_URL to a PostgreSQL 18, or leave it unset for the one that comes along.",
    });
  }
}
