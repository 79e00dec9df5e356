import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { roleUrl } from "#server/database/roles.ts";
import type { Outcome } from "../outcome.ts";
import { spreadOf } from "../statistics.ts";
import { bigRun, cancel, submitToProgress, untilSucceeded } from "./big-run.ts";
import { fetchOnce, requestsPerSecond } from "./load.ts";
import { loadRunPage } from "./page-load.ts";
import { type PortalClient, queryUrl, signIn } from "./portal-client.ts";

const floors = { reads: 0.5, progressMs: 200, pageMs: 2000 };
const goals = { reads: 0.8, progressMs: 50, pageMs: 1000 };
const starts = 10;

interface Portal {
  readonly url: string;
  readonly databaseUrl: string;
  readonly secret: string;
  readonly signIn: { email: string; password: string };
  stop(): Promise<void>;
}

export async function compareW15(repetitions: number, say: (line: string) => void): Promise<Outcome> {
  const home = mkdtempSync(join(tmpdir(), "rustybt-w15-"));
  chmodSync(home, 0o755);
  const portal = await startPortal(home);
  try {
    const client = await signIn(portal.url, portal.signIn);
    const before = loadavg()[0] ?? 0;
    const reads = await compareReads(portal, client, repetitions, say);
    say("W15: a strategy that trades on every bar, and its data");
    const big = await bigRun(client);
    say("W15: a run of 100,000 trades to its end");
    const submitted = performance.now();
    const { runId } = await submitToProgress(client, big);
    await untilSucceeded(client, runId);
    const runSeconds = (performance.now() - submitted) / 1000;
    const progress: number[] = [];
    for (let i = 1; i <= starts; i++) {
      say(`W15: submit to first progress, ${i} of ${starts}`);
      const started = await submitToProgress(client, big);
      progress.push(started.ms);
      await cancel(client, started.runId);
    }
    const pages = [];
    for (let i = 0; i < repetitions; i++) {
      say(`W15: page with 100,000 trades, ${i + 1} of ${repetitions}`);
      pages.push(await loadRunPage(client, runId));
    }
    const figures = {
      ...reads,
      runSeconds,
      progressMs: spreadOf(progress),
      largestPaintMs: spreadOf(pages.map(({ largestPaintMs }) => largestPaintMs)),
      rowsMs: spreadOf(pages.map(({ rowsMs }) => rowsMs)),
      load: { before, after: loadavg()[0] ?? 0 },
    };
    const ms = (value: number) => `${value.toFixed(0)} ms`;
    const lines = [
      "W15 parity: portal and anchor answer the same row",
      `W15 reads ${reads.ours.median.toFixed(0)}/s against ${reads.anchor.median.toFixed(0)}/s bare: ${reads.ratio.toFixed(2)}x floor ${floors.reads}x goal ${goals.reads}x`,
      `W15 submit to first progress ${ms(figures.progressMs.median)} floor ${ms(floors.progressMs)} goal ${ms(goals.progressMs)}`,
      `W15 run of 100,000 trades from its submission to its stored result ${runSeconds.toFixed(1)} s, once`,
      `W15 page with 100,000 trades: largest paint ${ms(figures.largestPaintMs.median)}, rows ${ms(figures.rowsMs.median)}, floor ${ms(floors.pageMs)} goal ${ms(goals.pageMs)}`,
    ];
    return {
      id: "W15",
      lines,
      holds: reads.ratio >= floors.reads && figures.progressMs.median <= floors.progressMs && figures.rowsMs.median <= floors.pageMs,
      page: `Load ${figures.load.before.toFixed(2)} before, ${figures.load.after.toFixed(2)} after; web, worker, database and load generator on the same machine.\n\n${lines.map((line) => `- ${line}`).join("\n")}\n`,
      figures,
    };
  } finally {
    await portal.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function startPortal(home: string): Promise<Portal> {
  // Plain JavaScript that npm start runs too.
  const scripts = new URL("../../scripts/portal/", import.meta.url);
  const { startPortal: start } = await import(new URL("portal.mjs", scripts).href);
  const { choosePort } = await import(new URL("free-port.mjs", scripts).href);
  return start({
    port: await choosePort(""),
    isDemo: true,
    isThrowAway: true,
    env: { RUSTYBT_HOME: home, DATABASE_URL: "", PUBLIC_URL: "", SMTP_URL: "", LOG_LEVEL: "warn" },
    onEnd: (message: string) => console.error(message),
  });
}

async function compareReads(portal: Portal, client: PortalClient, repetitions: number, say: (line: string) => void) {
  const { current } = await client.query<{ current: { organizationId: string } }>("organisations.mine");
  const [strategy] = await client.query<{ id: string }[]>("strategies.list", {});
  if (strategy === undefined) throw new Error("the demo has no strategy");
  const { versions } = await client.query<{ versions: { id: string }[] }>("strategies.get", { strategyId: strategy.id });
  const versionId = versions[0]?.id;
  if (versionId === undefined) throw new Error("the demo's strategy has no version");
  const ours = queryUrl(client.url, "strategies.version", { versionId });
  const headers = { cookie: client.cookie };
  const databaseUrl = roleUrl(portal.databaseUrl, portal.secret, "rustybt_web");
  const anchor = spawn(
    process.execPath,
    [fileURLToPath(new URL("anchor.ts", import.meta.url)), databaseUrl, current.organizationId, versionId],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  try {
    const [line] = await once(anchor.stdout, "data");
    const bare = String(line).trim();
    const row = JSON.parse(await fetchOnce(bare, {}));
    const answer = JSON.parse(await fetchOnce(ours, headers)).result.data.json;
    if (row.id !== answer.id || row.sha256 !== answer.sha256 || JSON.stringify(row.files) !== JSON.stringify(answer.files)) {
      throw new Error("portal and anchor do not answer the same row");
    }
    const rates = { ours: [] as number[], anchor: [] as number[] };
    for (let round = 0; round <= repetitions; round++) {
      say(`W15: reads, round ${round} of ${repetitions}`);
      const [a, b] = [await requestsPerSecond(ours, headers), await requestsPerSecond(bare, {})];
      // The first round warms both up.
      if (round > 0) {
        rates.ours.push(a);
        rates.anchor.push(b);
      }
    }
    const spreads = { ours: spreadOf(rates.ours), anchor: spreadOf(rates.anchor) };
    return { ...spreads, ratio: spreads.ours.median / spreads.anchor.median };
  } finally {
    anchor.kill();
  }
}
