import { derivedPassword } from "#server/lib/env.ts";

/** The roles our processes sign in as. None passes a policy; none owns anything but `rustybt_queue`, whose schema has jobs and nothing else. */
export const applicationRoles = ["rustybt_web", "rustybt_worker", "rustybt_auth", "rustybt_queue"] as const;
export type ApplicationRole = (typeof applicationRoles)[number];

/** The owner's connection with a role in its place. Passwords are base64url, so they stand in an address as they are. */
export function roleUrl(ownerUrl: string, secret: string, role: ApplicationRole): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = derivedPassword(secret, role);
  return url.href;
}

/** The address alone, for processes that sign in as application roles and have no business with the owner. */
export function withoutOwner(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.username = "";
  url.password = "";
  return url.href;
}
