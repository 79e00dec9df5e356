import type { Env } from "#server/lib/env.ts";
import { readSeenSandbox } from "#server/sandbox/seen-sandbox.ts";

/**
 * Why strategies of only one organisation may run on this machine, as its worker has seen it; nothing when several may, or when no worker
 * here has looked yet.
 */
export function whyOneOrganisation({ sandbox, folders }: Pick<Env, "sandbox" | "folders">): string | undefined {
  if (sandbox === "off") return "Its sandbox is switched off; start it without RUSTYBT_SANDBOX=off.";
  const seen = readSeenSandbox(folders.sandbox);
  if (seen === undefined || seen.isMultiTenant) return undefined;
  return `For several its sandbox lacks ${seen.missing.map(({ layer, seen: problem, install }) => `${layer} (${problem}; ${install})`).join("; ")}.`;
}
