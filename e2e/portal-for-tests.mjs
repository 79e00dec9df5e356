import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { choosePort } from "../scripts/portal/free-port.mjs";
import { startPortal } from "../scripts/portal/portal.mjs";

/** The production build on a throw-away database, for all journeys; they keep apart by organisations of their own. */
export default async function portalForTests() {
  const home = mkdtempSync(join(tmpdir(), "rustybt-e2e-"));
  // The users of database and sandbox must get to their folders.
  chmodSync(home, 0o755);
  let ended;
  const portal = await startPortal({
    port: await choosePort(""),
    isDemo: true,
    isThrowAway: true,
    env: { RUSTYBT_HOME: home, DATABASE_URL: "", PUBLIC_URL: "", SMTP_URL: "" },
    onEnd: (message) => {
      ended = message;
    },
  });
  process.env.E2E_URL = portal.url;
  process.env.E2E_DATABASE_URL = portal.databaseUrl;
  process.env.E2E_DEMO = JSON.stringify(portal.signIn);
  process.env.E2E_LOGS = portal.folders.logs;
  process.env.E2E_SEED = JSON.stringify({ databaseUrl: portal.databaseUrl, secret: portal.secret, folders: portal.folders });
  const { readSeenSandbox } = await import("#server/sandbox/seen-sandbox.ts");
  const seen = readSeenSandbox(portal.folders.sandbox);
  if (seen?.isMultiTenant === false) process.env.E2E_ONE_ORGANISATION = seen.missing.map(({ seen: problem }) => problem).join("; ");
  return async () => {
    await portal.stop();
    if (ended !== undefined) throw new Error(ended);
    rmSync(home, { recursive: true, force: true });
  };
}
