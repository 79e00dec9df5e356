import { sql } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "#drizzle/schema/index.ts";
import { prepareSelects } from "./prepare-selects.ts";

type Schema = typeof schema;
type Drizzle = PostgresJsDatabase<Schema>;

/** A transaction of one tenant: every statement sees and writes that organisation's rows only. */
export type Tx = Parameters<Parameters<Drizzle["transaction"]>[0]>[0];

declare const kind: unique symbol;

/** Tenant tables, through `withTenant` alone. */
export interface TenantDb {
  readonly [kind]: "tenant";
}

/** The global tables: accounts, sessions, one-time tokens, counters. */
export type AuthDb = Drizzle & { readonly [kind]?: "auth" };

export interface Connection<Db> {
  readonly db: Db;
  /** For LISTEN; never for queries. */
  readonly listen: (channel: string, onPayload: (payload: string) => void, onConnected: () => void) => Promise<() => Promise<void>>;
  close(): Promise<void>;
}

// Next compiles pages and routes into module graphs of their own; a connection made in one is used in the others.
const shared = globalThis as { rustybtPools?: WeakMap<TenantDb, Drizzle> };
shared.rustybtPools ??= new WeakMap();
const pools = shared.rustybtPools;

/** Connects as the web's or the worker's role. The pool itself stays in here: without a tenant there is nothing to ask. */
export function connectTenantDb(url: string, poolSize: number): Connection<TenantDb> {
  const { client, database } = open(url, poolSize);
  const db = Object.freeze({}) as TenantDb;
  pools.set(db, database);
  return { db, listen: listener(client), close: () => client.end({ timeout: 5 }) };
}

/** Connects as the role for accounts. */
export function connectAuthDb(url: string, poolSize: number): Connection<AuthDb> {
  const { client, database } = open(url, poolSize);
  return { db: database, listen: listener(client), close: () => client.end({ timeout: 5 }) };
}

export interface Tenant {
  readonly organizationId: string;
  readonly userId?: string | undefined;
}

/** One transaction as one tenant. The setting is local to the transaction: the next user of the connection does not inherit it. */
export async function withTenant<T>(db: TenantDb | AuthDb, { organizationId, userId }: Tenant, work: (tx: Tx) => Promise<T>): Promise<T> {
  const database = pools.get(db as TenantDb) ?? (db as AuthDb);
  return database.transaction(async (tx) => {
    await tx.execute(
      sql`select set_config('app.organization_id', ${organizationId}, true), set_config('app.user_id', ${userId ?? ""}, true)`,
    );
    return work(tx);
  });
}

/** One transaction of a user before any organisation is chosen: sees that user's memberships. */
export async function withUser<T>(db: AuthDb, userId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.organization_id', '', true), set_config('app.user_id', ${userId}, true)`);
    return work(tx);
  });
}

/** One of the reviewed functions that look across tenants (see the migrations); rows as the database names them. */
export async function callAcrossTenants<R extends Record<string, unknown>>(
  db: TenantDb,
  call: {
    readonly name: "claim_run" | "orphaned_runs" | "open_share" | "is_shared" | "stale_uploads" | "is_object_used" | "prune_run_events";
    readonly args: readonly (string | number)[];
  },
): Promise<R[]> {
  const database = pools.get(db);
  if (database === undefined) throw new Error("not a connection of connectTenantDb");
  const args = sql.join(
    call.args.map((arg) => sql`${arg}`),
    sql`, `,
  );
  return [...(await database.execute(sql`select * from ${sql.raw(`app.${call.name}`)}(${args})`))] as R[];
}

/** Whether the database answers. */
export async function isReachable(db: TenantDb): Promise<boolean> {
  try {
    await pools.get(db)?.execute(sql`select 1`);
    return true;
  } catch {
    // Whatever the reason, the answer to readiness is no; the reason is logged where it hurts.
    return false;
  }
}

const idleInTransactionMs = 10_000;

function open(url: string, poolSize: number) {
  const client = postgres(url, {
    max: poolSize,
    idle_timeout: 60,
    connect_timeout: 10,
    onnotice: () => {},
    backoff: retryDelay,
    // A frozen process must not keep the rows it has locked from everybody else: the database ends its transaction.
    connection: { idle_in_transaction_session_timeout: idleInTransactionMs },
  });
  return { client, database: drizzle(prepareSelects(client), { schema, casing: "snake_case" }) };
}

// The driver's own delays grow to 20 s: after a restart of the database the portal would be down for longer than the database was.
const retryDelay = (retries: number): number => Math.min(0.02 * 2 ** retries, 0.5);

function listener(client: postgres.Sql): Connection<unknown>["listen"] {
  return async (channel, onPayload, onConnected) => {
    const { unlisten } = await client.listen(channel, onPayload, onConnected);
    return unlisten;
  };
}
