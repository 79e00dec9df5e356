/** Who is signed in, and the organisation worked in last. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly organizationId: string | null;
  readonly email: string;
  readonly name: string;
  readonly expiresAt: Date;
}
