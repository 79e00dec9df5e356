import type { Metadata } from "next";
import { api, readForPage } from "#app/_lib/server-api.ts";
import { Forbidden } from "#app/_ui/forbidden.tsx";
import { AuditLog } from "../_components/audit-log.tsx";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditPage() {
  const { audit, organisations } = await api();
  const read = await readForPage(Promise.all([audit.list({}), organisations.members()]));
  if ("forbidden" in read) return <Forbidden>{read.forbidden}</Forbidden>;
  const [first, members] = read.data;
  return <AuditLog first={first} names={Object.fromEntries(members.map(({ userId, name }) => [userId, name]))} />;
}
