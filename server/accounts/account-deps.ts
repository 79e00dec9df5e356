import type { AuthDb } from "#server/database/connect.ts";

/** What the verbs of accounts stand on. */
export interface AccountDeps {
  readonly authDb: AuthDb;
  /** Origin of the links in mails. */
  readonly publicUrl: URL;
  /** Of the client, for its limits. */
  readonly address: string;
  /** Why only one organisation may be on this machine; absent when several may. */
  readonly whyOneOrganisation?: string | undefined;
}
