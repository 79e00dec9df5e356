import { env, secretOf } from "#server/lib/env.ts";
import { AppError } from "#server/lib/errors.ts";
import { type AuthDb, type Connection, connectAuthDb, connectTenantDb, type TenantDb } from "./connect.ts";
import { roleUrl } from "./roles.ts";

interface WebDatabases {
  readonly tenant: Connection<TenantDb>;
  readonly auth: Connection<AuthDb>;
}

// Next compiles every route into a module graph of its own; the process must not have a pool for each.
const shared = globalThis as { rustybtDatabases?: WebDatabases };

/** The web process's connections, made at first use. */
export function webDatabases(): WebDatabases {
  shared.rustybtDatabases ??= {
    tenant: connectTenantDb(roleUrl(ownerUrl(), secretOf(env()), "rustybt_web"), env().databasePool),
    auth: connectAuthDb(roleUrl(ownerUrl(), secretOf(env()), "rustybt_auth"), env().databasePool),
  };
  return shared.rustybtDatabases;
}

/** The address of the database; the roles' addresses are made from it. */
export function ownerUrl(): string {
  const { databaseUrl } = env();
  if (databaseUrl === undefined) {
    throw new AppError("unavailable", "DATABASE_URL is not set.", {
      hint: "Start the portal with npm start, which brings a database along.",
    });
  }
  return databaseUrl;
}
