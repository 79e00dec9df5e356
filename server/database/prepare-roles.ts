import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import type postgres from "postgres";
import { derivedPassword } from "#server/lib/env.ts";
import { AppError } from "#server/lib/errors.ts";
import { applicationRoles } from "./roles.ts";

/**
 * Makes the roles that are missing and gives each no more than its part of this database. `rustybt_owner` owns everything and nobody signs in as
 * it; `rustybt_lookup` owns the few functions that look across tenants, `rustybt_queue` the jobs; the application roles sign in, with passwords made from the secret.
 */
export async function prepareRoles(sql: postgres.Sql, secret: string): Promise<void> {
  const [here] = await sql<{ name: string }[]>`select current_database() as name`;
  const database = sql(here?.name ?? "");
  for (const role of ["rustybt_owner", "rustybt_lookup", ...applicationRoles]) {
    const [existing] = await sql<{ powerful: boolean }[]>`
      select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as powerful from pg_roles where rolname = ${role}`;
    if (existing === undefined) await sql`create role ${sql(role)} noinherit`;
    else if (existing.powerful) {
      throw new AppError("invalid", `The database role ${role} may do more than it must: the tenants would not be kept apart.`, {
        hint: `As a superuser: alter role ${role} nosuperuser nobypassrls nocreaterole nocreatedb noreplication`,
      });
    }
  }
  // To act as the owner while migrating, and as the owner to hand the functions over.
  await sql`grant rustybt_owner to current_user with inherit false, set true`;
  await sql`grant rustybt_lookup to rustybt_owner with inherit false, set true`;

  await sql`revoke all on database ${database} from public`;
  await sql`grant create on database ${database} to rustybt_owner`;
  await sql`revoke all on schema public from public`;
  await sql`grant create, usage on schema public to rustybt_owner`;
  await sql`grant usage on schema public to rustybt_lookup`;
  for (const role of applicationRoles) {
    const verifier = scramVerifier(derivedPassword(secret, role));
    await sql.unsafe(`alter role ${role} with login password '${verifier}'`);
    await sql`grant connect on database ${database} to ${sql(role)}`;
    await sql`grant usage on schema public to ${sql(role)}`;
    await sql`alter role ${sql(role)} in database ${database} set search_path = public`;
  }
  await sql`revoke usage on schema public from rustybt_queue`;
  await sql`grant create on database ${database} to rustybt_queue`;
}

/** What PostgreSQL keeps of a password (RFC 5803). Made here, the password itself is in no statement and so in no log. */
function scramVerifier(password: string): string {
  const rounds = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, rounds, 32, "sha256");
  const keyOf = (name: string) => createHmac("sha256", salted).update(name).digest();
  const storedKey = createHash("sha256").update(keyOf("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${rounds}:${salt.toString("base64")}$${storedKey}:${keyOf("Server Key").toString("base64")}`;
}
