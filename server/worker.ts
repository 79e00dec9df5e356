// From here on all it prints is a line of its log.
import "#server/lib/capture-output.ts";
import { mkdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { connectTenantDb } from "#server/database/connect.ts";
import { ownerUrl } from "#server/database/databases.ts";
import { roleUrl } from "#server/database/roles.ts";
import { expireUploads } from "#server/datasets/expire-uploads.ts";
import { importUpload } from "#server/datasets/import-upload.ts";
import { inspectUpload } from "#server/datasets/inspect-upload.ts";
import { mailSend, reportRender, runExecute, strategyInspect, uploadImport, uploadInspect } from "#server/jobs/tasks.ts";
import { startWorking, work } from "#server/jobs/work.ts";
import { env, secretOf } from "#server/lib/env.ts";
import { log } from "#server/lib/log.ts";
import { stopWithParent } from "#server/lib/stop-with-parent.ts";
import { sendMail } from "#server/mail/send-mail.ts";
import { outboxTransport, smtpTransport } from "#server/mail/transport.ts";
import { watchSandbox } from "#server/sandbox/index.ts";
import { objects } from "#server/storage/objects.ts";
import { inspectVersion } from "#server/strategies/inspect-version.ts";
import { executeRun } from "./runs/execute-run.ts";
import { runCancelChannel } from "./runs/notify-run-event.ts";
import { pruneRunEvents } from "./runs/prune-run-events.ts";
import { renderReport } from "./runs/render-report.ts";
import { resultThreads } from "./runs/results/use-result-thread.ts";
import type { RunHost } from "./runs/run-host.ts";
import { sweepRuns } from "./runs/sweep-runs.ts";

// The worker process: takes jobs, executes runs in the sandbox, and looks after runs whose worker died.
const { values: flags } = parseArgs({ options: { "lease-seconds": { type: "string", default: "20" } } });
const leaseSeconds = Number(flags["lease-seconds"]);
const sweepMs = Math.min(2_000, leaseSeconds * 250);
/** Runs get this long to end by themselves when the worker is told to stop; then they are handed to another one. */
const finishMs = 5_000;
const stopMs = 25_000;

const databaseUrl = roleUrl(ownerUrl(), secretOf(env()), "rustybt_worker");
const database = connectTenantDb(databaseUrl, env().databasePool);
const scratch = join(env().folders.runtime, "results");
mkdirSync(scratch, { recursive: true });

const host: RunHost = {
  db: database.db,
  objects: objects(),
  results: resultThreads(new URL("./result-thread.mjs", import.meta.url)),
  log,
  worker: `${hostname()}/${process.pid}`,
  leaseSeconds,
  scratch,
  attempts: new Map(),
};

const { smtpUrl, mailFrom, folders } = env();
const transport = smtpUrl === undefined ? outboxTransport(folders.outbox) : smtpTransport(smtpUrl, mailFrom);

await database.listen(
  runCancelChannel,
  (runId) => host.attempts.get(runId)?.stop("cancelled"),
  // Cancellations that were announced meanwhile are found when leases are renewed.
  () => {},
);

const working = await startWorking(
  [
    work(runExecute, ({ runId }) => executeRun(host, runId)),
    work(strategyInspect, (payload, delivery) => inspectVersion(host.db, payload, delivery)),
    work(uploadInspect, (payload, delivery) => inspectUpload(host, payload, delivery)),
    work(uploadImport, (payload, delivery) => importUpload(host, payload, delivery), 1),
    work(reportRender, (payload, delivery) => renderReport(host, payload, delivery), 1),
    work(mailSend, (mail) => sendMail(transport, mail), 4),
  ],
  { databaseUrl: roleUrl(ownerUrl(), secretOf(env()), "rustybt_queue"), log, name: host.worker },
);

const wake = {
  waiting: () => working.waitingKeys(runExecute),
  send: (runId: string) => working.send(runExecute, { runId }, runId),
};
const sweep = setInterval(() => {
  sweepRuns(host.db, wake, Math.min(10, leaseSeconds)).then(
    (woken) => {
      if (woken.length > 0) log.warn({ runs: woken }, "runs without a worker were queued again");
    },
    (error: unknown) => log.error({ err: error }, "the sweep for runs without a worker failed"),
  );
}, sweepMs);

const clearUploads = (): void => {
  expireUploads(host).then(
    (expired) => {
      if (expired > 0) log.info({ expired }, "uploads that nobody imported were cleared away");
    },
    (error: unknown) => log.error({ err: error }, "clearing away old uploads failed"),
  );
};
clearUploads();
const clearing = setInterval(clearUploads, 3_600_000);

const pruneEvents = (): void => {
  pruneRunEvents(host.db).then(
    (pruned) => {
      if (pruned > 0) log.info({ pruned }, "events of finished runs were cleared away");
    },
    (error: unknown) => log.error({ err: error }, "clearing away events of finished runs failed"),
  );
};
pruneEvents();
const pruning = setInterval(pruneEvents, 900_000);

const watching = watchSandbox(folders.sandbox, log);

log.info({ worker: host.worker, leaseSeconds }, "worker is ready");

let isStopping = false;
const stop = async (signal: NodeJS.Signals): Promise<void> => {
  if (isStopping) return;
  isStopping = true;
  log.info({ signal, running: host.attempts.size }, "worker is stopping");
  clearInterval(sweep);
  clearInterval(clearing);
  clearInterval(pruning);
  const handBack = setTimeout(() => {
    for (const attempt of host.attempts.values()) attempt.stop("handBack");
  }, finishMs);
  await working.stop(stopMs);
  clearTimeout(handBack);
  await watching.stop();
  await host.results.close();
  await database.close();
  log.info("worker has stopped");
  process.exit(0);
};
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
stopWithParent(() => stop("SIGTERM"));
