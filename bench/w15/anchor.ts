import { createServer } from "node:http";
import postgres from "postgres";

// The least a server can do: the same row in the same kind of transaction, over bare node:http. Arguments: database address, organisation, version.
const [databaseUrl, organizationId, versionId] = process.argv.slice(2);
if (databaseUrl === undefined || organizationId === undefined || versionId === undefined)
  throw new Error("usage: anchor.ts DATABASE_URL ORGANISATION VERSION");

const sql = postgres(databaseUrl, { max: 10 });
const server = createServer((_, response) => {
  sql
    .begin(async (tx) => {
      await tx`select set_config('app.organization_id', ${organizationId}, true), set_config('app.user_id', '', true)`;
      return tx`select * from strategy_versions where id = ${versionId}`;
    })
    .then(
      ([row]) => response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(row)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address !== null) console.log(`http://127.0.0.1:${address.port}/`);
});
