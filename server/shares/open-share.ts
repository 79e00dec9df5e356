import { callAcrossTenants, type TenantDb } from "#server/database/connect.ts";
import { AppError } from "#server/lib/errors.ts";
import { shareTokenSha256 } from "./share-token.ts";

export interface OpenShare {
  readonly organizationId: string;
  readonly shareId: string;
  readonly runId: string;
  readonly showCode: boolean;
}

interface OpenShareRow extends Record<string, unknown> {
  readonly organization_id: string;
  readonly share_id: string;
  readonly run_id: string;
  readonly show_code: boolean;
  readonly state: "open" | "expired" | "revoked";
}

/** What a link leads to. An unknown one is `not_found`, one that ended is `gone`. */
export async function openShare(db: TenantDb, token: string): Promise<OpenShare> {
  const [row] = await callAcrossTenants<OpenShareRow>(db, { name: "open_share", args: [shareTokenSha256(token)] });
  if (row === undefined) {
    throw new AppError("not_found", "There is no such link.", { hint: "Check that the whole address was copied, or ask for a new link." });
  }
  if (row.state !== "open") {
    throw new AppError("gone", row.state === "revoked" ? "This link was revoked." : "This link has expired.", {
      hint: "Ask whoever sent it for a new one.",
    });
  }
  return { organizationId: row.organization_id, shareId: row.share_id, runId: row.run_id, showCode: row.show_code };
}
