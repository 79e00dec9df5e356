import { derivedPassword } from "#server/lib/env.ts";

/** The roles our processes sign in as; they own nothing and pass no policy. */
export const applicationRoles = ["rustybt_web", "rustybt_worker", "rustybt_auth"] as const;
export type ApplicationRole = (typeof applicationRoles)[number];

/** The owner's connection with a role in its place. Passwords are base64url, so they stand in an address as they are. */
export function roleUrl(ownerUrl: string, secret: string, role: ApplicationRole): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = derivedPassword(secret, role);
  return url.href;
}
