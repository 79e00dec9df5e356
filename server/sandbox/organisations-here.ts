import { callAcrossTenants, type TenantDb } from "#server/database/connect.ts";

/** Whether strategies of several organisations run on this machine: then every layer of the sandbox is required. */
export async function organisationsHere(db: TenantDb): Promise<"one" | "several"> {
  const [answer] = await callAcrossTenants<{ is_shared: boolean }>(db, { name: "is_shared", args: [] });
  return answer?.is_shared === false ? "one" : "several";
}
