import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, inject } from "vitest";
import { type AuthDb, connectAuthDb, connectTenantDb, type TenantDb } from "./connect.ts";
import { type ApplicationRole, roleUrl } from "./roles.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The migrated database that every test file's own is copied from; nobody may stay connected to it. */
    templateUrl: string;
    databaseSecret: string;
  }
}

export interface TestDatabase {
  /** As the web process, the worker and the role for accounts. */
  readonly web: TenantDb;
  readonly worker: TenantDb;
  readonly auth: AuthDb;
  /** As the superuser, whom no policy binds: to arrange rows and to see what really is there. */
  readonly admin: postgres.Sql;
  readonly ownerUrl: string;
  readonly secret: string;
  urlOf(role: ApplicationRole): string;
}

const ends: (() => Promise<void>)[] = [];
// Here, not where a database is made: vitest does not hear of what is to be done after all tests from within a `beforeAll`.
afterAll(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A migrated, empty database of this test file, dropped at its end. */
export async function testDatabase(): Promise<TestDatabase> {
  const template = new URL(inject("templateUrl"));
  const secret = inject("databaseSecret");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const maintenance = new URL(template);
  maintenance.pathname = "/postgres";
  const server = postgres(maintenance.href, { max: 1, onnotice: () => {} });
  await server`create database ${server(name)} template ${server(template.pathname.slice(1))}`;

  const own = new URL(template);
  own.pathname = `/${name}`;
  const urlOf = (role: ApplicationRole) => roleUrl(own.href, secret, role);
  const web = connectTenantDb(urlOf("rustybt_web"), 5);
  const worker = connectTenantDb(urlOf("rustybt_worker"), 5);
  const auth = connectAuthDb(urlOf("rustybt_auth"), 5);
  const admin = postgres(own.href, { max: 2, onnotice: () => {} });
  ends.push(async () => {
    await Promise.all([web.close(), worker.close(), auth.close(), admin.end()]);
    await server`drop database ${server(name)} with (force)`;
    await server.end();
  });
  return { web: web.db, worker: worker.db, auth: auth.db, admin, ownerUrl: own.href, secret, urlOf };
}
