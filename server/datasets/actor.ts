import type { Tenant } from "#server/database/connect.ts";

/** Who does something in an organisation. */
export type Actor = Tenant & { readonly userId: string };
