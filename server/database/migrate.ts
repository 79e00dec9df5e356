import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { installQueues } from "#server/jobs/index.ts";
import { derivedPassword } from "#server/lib/env.ts";
import { applicationRoles } from "./roles.ts";

// Two processes that start together do not migrate at once.
const migrationLock = 7_281_966;

/** Brings a database to this version: tables, roles with passwords made from the secret, queues. Idempotent; as the database's owner. */
export async function migrateDatabase(ownerUrl: string, secret: string): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${migrationLock})`;
    await applyMigrations(drizzle(sql, { casing: "snake_case" }), { migrationsFolder: join(process.cwd(), "drizzle", "migrations") });
    const database = new URL(ownerUrl).pathname.slice(1);
    for (const role of applicationRoles) {
      const password = derivedPassword(secret, role);
      await sql.unsafe(`alter role ${role} with login password '${password}'`);
      await sql`grant connect on database ${sql(database)} to ${sql(role)}`;
      await sql`alter role ${sql(role)} in database ${sql(database)} set search_path = public`;
    }
    await sql`revoke temporary, create on database ${sql(database)} from public`;
    await installQueues(ownerUrl, { senders: ["rustybt_web", "rustybt_auth"], workers: ["rustybt_worker"] });
  } finally {
    await sql.end();
  }
}
