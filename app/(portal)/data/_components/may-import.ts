import type { Membership } from "#server/auth/session-type.ts";

/** Whether the member may change data: buttons that would only be refused are not shown. */
export function mayImport(membership: Membership | undefined): boolean {
  return membership !== undefined && ["owner", "admin", "researcher"].includes(membership.role);
}
