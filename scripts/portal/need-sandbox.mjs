import { needSystemPackage } from "../setup/machine.mjs";

/** Strategies run under bubblewrap; without it, and without the developer's opt-out, nothing would run. */
export async function needSandbox() {
  if (process.env.RUSTYBT_SANDBOX === "off") return;
  await needSystemPackage("bwrap", "bubblewrap");
}
