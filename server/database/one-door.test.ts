import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const reviewed = [
  // Makes the queues, before anybody is served.
  "server/jobs/install-queues.ts",
  // Sign-up: the organisation is made in the transaction that makes its first user.
  "server/accounts/create-own-organisation.ts",
  // What happens to an account stands in the log of each of its user's own organisations.
  "server/accounts/audit-account.ts",
];

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.|\/testing\//.test(path) && !path.includes("node_modules"));
}

test("outside of server/database nothing opens a connection of its own, sets a tenant by hand, or writes raw SQL from text", () => {
  const door =
    /from "postgres"|from "pg"|drizzle-orm\/(postgres-js|node-postgres)|\bsql\.raw\(|\.unsafe\(|set_config|\bset (local )?role\b/i;
  const found = [...sourcesBelow("server"), ...sourcesBelow("app"), ...sourcesBelow("emails")]
    .filter((path) => !path.startsWith("server/database/"))
    .filter((path) => door.test(readFileSync(path, "utf8")));
  expect(found.filter((path) => !reviewed.includes(path))).toEqual([]);
});

test("the pool behind a tenant's connection has no way out of connect.ts", async () => {
  const { connectTenantDb } = await import("./connect.ts");
  const { db, close } = connectTenantDb("postgres://nobody@127.0.0.1:1/none", 1);
  expect([Object.keys(db), Object.getOwnPropertySymbols(db), Object.isFrozen(db)]).toEqual([[], [], true]);
  await close();
});
