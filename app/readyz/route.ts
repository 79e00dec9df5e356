import { isReachable } from "#server/database/connect.ts";
import { webDatabases } from "#server/database/databases.ts";

export const dynamic = "force-dynamic";

/** Ready to serve: the database answers. */
export async function GET(): Promise<Response> {
  const isReady = await isReachable(webDatabases().tenant.db);
  return Response.json(
    { status: isReady ? "ready" : "no database" },
    { status: isReady ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}
