import type { roles } from "#drizzle/schema/index.ts";

export type Role = (typeof roles)[number];

/** A membership the signed-in user may act under. */
export interface Membership {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly role: Role;
}

/** Who is signed in, and the organisation worked in last. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly organizationId: string | null;
  readonly email: string;
  readonly name: string;
  readonly expiresAt: Date;
  /** The oldest first. */
  readonly memberships: readonly Membership[];
}
