import { join } from "node:path";
import { inRoot, root } from "../setup/root.mjs";
import { Stop, step } from "../setup/say.mjs";
import { startChild } from "./child.mjs";

/**
 * Brings the portal up: database, migrations, web and worker. `isDemo` adds the demo organisation. Answers `{ url, folders, signIn, stop }`;
 * `stop()` ends web, worker and database in this order. `onEnd(message)` is told when a part ends that nobody asked to.
 */
export async function startPortal({ port, isDemo, isDevelopment = false, isThrowAway = false, env = {}, onEnd }) {
  const settings = { ...process.env, ...env };
  const { readEnv, secretOf } = await import("#server/lib/env.ts");
  const given = readEnv({ ...settings, PORT: String(port) });
  const secret = secretOf(given);
  const parts = [];
  const stop = async () => {
    for (const part of parts.splice(0).reverse()) await part();
  };
  try {
    let { databaseUrl } = given;
    if (databaseUrl === undefined) {
      await step("Starting the embedded database (PostgreSQL 18)", async () => {
        const { startEmbedded } = await import("#server/database/embedded.ts");
        const database = await startEmbedded({ folder: given.folders.postgres, runtimeFolder: given.folders.runtime, secret, isThrowAway });
        parts.push(() => database.stop());
        databaseUrl = database.url;
        return given.folders.postgres;
      });
    }
    await step("Migrating the database", async () => {
      const { migrateDatabase } = await import("#server/database/migrate.ts");
      await migrateDatabase(databaseUrl, secret);
    });
    const { withoutOwner } = await import("#server/database/roles.ts");
    const url = given.publicUrl.origin;
    const childEnv = {
      ...settings,
      // Web and worker sign in as application roles; the owner stays with this process.
      DATABASE_URL: withoutOwner(databaseUrl),
      RUSTYBT_SECRET: secret,
      PORT: String(port),
      PUBLIC_URL: url,
      RUSTYBT_DEMO: isDemo ? "1" : "0",
      NODE_ENV: isDevelopment ? "development" : "production",
    };
    let ended;
    const child = (name, args, graceMs) => {
      const logFile = join(given.folders.logs, `${name}.log`);
      const started = startChild(process.execPath, args, {
        cwd: root,
        env: childEnv,
        logFile,
        onExit: (code, signal) => {
          ended ??= `The ${name} process ended by itself (${signal ?? `status ${code}`}); its log: ${logFile}`;
          onEnd(ended);
        },
      });
      parts.push(() => started.stop("SIGTERM", graceMs));
      return started;
    };
    await step("Starting worker and web", async () => {
      child("worker", [inRoot(".build", "worker.mjs")], 35_000);
      child("web", [inRoot("server", "web.ts"), ...(isDevelopment ? ["--dev"] : [])], 8000);
      await untilReady(`http://127.0.0.1:${port}/readyz`, given.folders.logs, () => ended);
    });
    await step("Trying what strategies must not be able to do", async () => {
      const { probeSandbox } = await import("#server/sandbox/index.ts");
      const { message } = await probeSandbox();
      return message;
    });
    let signIn;
    if (isDemo) {
      await step("Preparing the demo organisation and its first backtest", async () => {
        const { seedDemo } = await import("#server/demo/seed-demo.ts");
        const seeded = await seedDemo({ databaseUrl, secret, folders: given.folders });
        signIn = seeded.signIn;
        return seeded.note;
      });
    }
    return { url, databaseUrl, secret, folders: given.folders, signIn, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function untilReady(url, logs, endOfPart) {
  const until = Date.now() + 60_000;
  for (;;) {
    const ended = endOfPart();
    if (ended !== undefined) throw new Stop(ended);
    try {
      const { status } = await fetch(url);
      if (status === 200) return;
    } catch {
      // Not listening yet.
    }
    if (Date.now() > until) throw new Stop(`The portal did not become ready within a minute (${url}). Its logs: ${logs}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
