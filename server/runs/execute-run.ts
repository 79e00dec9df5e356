import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type ResultObject, runResults } from "#drizzle/schema/index.ts";
import { isDatabaseDown } from "#server/database/is-database-down.ts";
import { enqueue, reportRender, runExecute } from "#server/jobs/index.ts";
import { withLogIds } from "#server/lib/log.ts";
import {
  bundleStrategy,
  type JobError,
  type Outcome,
  organisationsHere,
  probeSandbox,
  runInSandbox,
  runLimits,
  type StrategyBundle,
} from "#server/sandbox/index.ts";
import { type LoadedRun, loadRun } from "./load-run.ts";
import { ProgressRecorder } from "./progress-recorder.ts";
import type { CheckedResult, ResultFacts } from "./results/check-result.ts";
import { claimRun, LeaseLostError, type RunAttempt } from "./run-attempt.ts";
import { configOf } from "./run-config.ts";
import type { LiveBatch, RunEventBody, RunProblem } from "./run-events.ts";
import type { RunHost } from "./run-host.ts";
import { runProblem } from "./run-problem.ts";
import { whenDatabaseAnswers } from "./when-database-answers.ts";

/** Infrastructure may fail a run this often before the run fails. */
const mostRetries = 3;
/** A run whose workers died this often is not given to a third one. */
const mostLost = 2;

/**
 * Executes one run, if it is there to be taken: claims it under a new epoch, runs it in the sandbox, verifies and stores its result. What a
 * strategy does wrong fails the run at once; what this machine does wrong is tried again; a worker told to stop hands the run back.
 */
export async function executeRun(host: RunHost, runId: string): Promise<void> {
  const { db, worker, leaseSeconds, log } = host;
  const attempt = await claimRun(runId, { db, worker, leaseSeconds, onError: (err, what) => log.error({ err, runId }, what) });
  if (attempt === undefined) return;
  const { organizationId } = attempt.tenant;
  await withLogIds({ runId, organizationId, epoch: String(attempt.epoch) }, async () => {
    host.attempts.set(runId, attempt);
    attempt.keepLease();
    try {
      await conduct(host, attempt);
    } finally {
      attempt.end();
      host.attempts.delete(runId);
    }
  });
}

async function conduct(host: RunHost, attempt: RunAttempt): Promise<void> {
  const { log } = host;
  try {
    if (await isQuarantined(attempt)) return;
    await attempt.effect({}, [state("running")]);
    const ended = await perform(host, attempt);
    await settle(attempt, ended);
    log.info({ status: ended.status }, "run ended");
  } catch (error) {
    const { stopReason } = attempt;
    const isLost = error instanceof LeaseLostError || stopReason === "leaseLost";
    if (!isLost && stopReason === undefined) log.error({ err: error }, "run failed by this machine");
    try {
      if (!isLost) return await whenDatabaseAnswers(() => concede(attempt, error));
    } catch (later) {
      if (!(later instanceof LeaseLostError)) throw later;
    }
    log.warn({ err: error }, "run given up: another attempt holds it, or it is over");
    // Whoever took the run over took this worker for dead; it was the database that was away.
    if (stopReason === "outage") await whenDatabaseAnswers(() => attempt.wasNotLost());
  }
}

/** What becomes of a run whose attempt came to no end of its own. Done twice, it changes nothing the second time. */
async function concede(attempt: RunAttempt, error: unknown): Promise<void> {
  if (attempt.stopReason === "cancelled") return attempt.settle("cancelled");
  if (attempt.stopReason === "handBack") return handBack(attempt, "the worker was stopped; another one starts the run again");
  if (attempt.stopReason === "outage" || isDatabaseDown(error)) return handBack(attempt, "the database was away; the run starts again");
  return retryLater(attempt, infrastructureProblem(error));
}

type Ended =
  | { readonly status: "succeeded"; readonly facts: ResultFacts; readonly objects: Readonly<Record<string, ResultObject>> }
  | { readonly status: "failed"; readonly problem: RunProblem }
  | { readonly status: "cancelled" };

async function perform(host: RunHost, attempt: RunAttempt): Promise<Ended> {
  const loaded = await loadRun(host.db, attempt.tenant, attempt.runId);
  const { version } = loaded;
  const bundled = await bundleOf(version.id, loaded);
  if ("problem" in bundled) return { status: "failed", problem: bundled.problem };
  attempt.signal.throwIfAborted();

  await removeLeftovers(host.scratch, attempt.runId);
  const outputFolder = join(host.scratch, `${attempt.runId}.${attempt.epoch}`);
  try {
    const organisations = await organisationsHere(host.db);
    const outcome = await inSandbox(host, attempt, loaded, { strategy: bundled.bundle, outputFolder, organisations });
    attempt.signal.throwIfAborted();
    switch (outcome.status) {
      case "cancelled":
        throw new Error("the sandbox was ended without being asked to");
      case "refused":
        // A job may be refused over something that passes, such as a busy control group or a process that was killed: then the sandbox holds now.
        if (await isSandboxWhole(organisations)) throw new SandboxFault(outcome.error);
        return { status: "failed", problem: runProblem(outcome.error, version.files) };
      case "failed":
        if (outcome.error.isInfrastructure) throw new SandboxFault(outcome.error);
        return { status: "failed", problem: runProblem(outcome.error, version.files) };
      case "succeeded":
        return await keepResult(host, attempt, loaded, bundled.bundle, outcome);
    }
  } finally {
    await rm(outputFolder, { recursive: true, force: true });
  }
}

/** What attempts left whose workers died. */
async function removeLeftovers(scratch: string, runId: string): Promise<void> {
  const left = (await readdir(scratch)).filter((name) => name.startsWith(`${runId}.`));
  for (const name of left) await rm(join(scratch, name), { recursive: true, force: true });
}

class SandboxFault extends Error {
  readonly problem: RunProblem;
  constructor({ code, message, hint }: JobError) {
    super(message);
    this.problem = runProblem({ code, message, hint }, []);
  }
}

type Organisations = Awaited<ReturnType<typeof organisationsHere>>;

async function isSandboxWhole(organisations: Organisations): Promise<boolean> {
  const { isAvailable, isMultiTenant } = await probeSandbox();
  return organisations === "several" ? isMultiTenant : isAvailable;
}

async function inSandbox(
  host: RunHost,
  attempt: RunAttempt,
  { run, datasets }: LoadedRun,
  {
    strategy,
    outputFolder,
    organisations,
  }: { readonly strategy: StrategyBundle; readonly outputFolder: string; readonly organisations: Organisations },
): Promise<Outcome> {
  const { params, actions: _, universe: __, ...settings } = configOf(run);
  const recorder = new ProgressRecorder({
    write: (batch) => attempt.effect(batch.progress === undefined ? {} : { progress: batch.progress }, liveEvents(batch)),
    onFailure: (error) => {
      if (!(error instanceof LeaseLostError)) {
        host.log.warn({ err: error }, "progress could not be stored; the run goes on");
        return "goOn";
      }
      attempt.stop("leaseLost");
      return "stop";
    },
  });
  try {
    return await runInSandbox({
      job: {
        task: "run",
        strategy,
        settings,
        params,
        data: datasets.map(({ objectSha256, sourceName }) => ({
          path: host.objects.path(objectSha256),
          format: "columns",
          name: sourceName,
        })),
      },
      limits: runLimits,
      signal: attempt.signal,
      outputFolder,
      organisations,
      onFrame: (frame) => {
        if (frame.kind === "progress") recorder.progress(frame);
        else recorder.log(frame.lines, frame.dropped);
      },
    });
  } finally {
    await recorder.finish();
  }
}

async function keepResult(
  host: RunHost,
  attempt: RunAttempt,
  { run, version, datasets }: LoadedRun,
  bundle: StrategyBundle,
  { parts }: Outcome & { readonly status: "succeeded" },
): Promise<Ended> {
  const paths = Object.fromEntries(parts.map(({ name, path }) => [name, path]));
  const { "result.json": document = "", ...sidecars } = paths;
  const checked: CheckedResult = await host.results.check(
    { document, sidecars, columns: datasets.map(({ objectSha256 }) => host.objects.path(objectSha256)) },
    { strategySha256: bundle.sha256, config: configOf(run), sourceSha256s: datasets.map(({ sourceSha256 }) => sourceSha256) },
    attempt.signal,
  );
  if (!checked.ok) {
    const problem = {
      code: "run.resultRejected",
      message: `The result does not hold: ${checked.problem}.`,
      hint: "A strategy must leave the engine's own objects as they are. If yours does, please report this run.",
    };
    return { status: "failed", problem: runProblem(problem, version.files) };
  }
  const objects: Record<string, ResultObject> = {};
  for (const { name, bytes } of checked.parts) {
    objects[name] = await host.objects.put(bytes);
    attempt.signal.throwIfAborted();
  }
  return { status: "succeeded", facts: checked.facts, objects };
}

/** A commit whose answer got lost may have happened: the next try then finds the run settled by this very attempt. */
async function settle(attempt: RunAttempt, ended: Ended): Promise<void> {
  await whenDatabaseAnswers(() => attempt.settle(ended.status, settlement(attempt, ended)));
}

function settlement(attempt: RunAttempt, ended: Ended): NonNullable<Parameters<RunAttempt["settle"]>[1]> {
  if (ended.status === "cancelled") return {};
  if (ended.status === "failed") return { error: ended.problem };
  const { facts, objects } = ended;
  const { organizationId } = attempt.tenant;
  return {
    more: async (tx) => {
      await tx.insert(runResults).values({
        organizationId,
        runId: attempt.runId,
        epoch: attempt.epoch,
        hash: facts.hash,
        seal: facts.seal,
        engine: facts.engine,
        summary: { ...facts.summary },
        metrics: facts.metrics.map((metric) => ({ ...metric })),
        objects,
      });
      await enqueue(tx, reportRender, { organizationId, runId: attempt.runId });
    },
  };
}

/** Puts the run back into the queue for another worker; nothing of this attempt is held against it. */
async function handBack(attempt: RunAttempt, reason: string): Promise<void> {
  await attempt.effect({ status: "queued", progress: null }, [state("queued", reason)], async (tx) => {
    await attempt.close(tx, "handedBack");
    await enqueue(tx, runExecute, { runId: attempt.runId }, { key: attempt.runId });
  });
}

async function retryLater(attempt: RunAttempt, problem: RunProblem): Promise<void> {
  let failed = 0;
  await attempt.read(async (tx) => {
    failed = await attempt.count(tx, "infrastructure");
  });
  if (failed >= mostRetries) return settle(attempt, { status: "failed", problem });
  const reason = `attempt ${failed + 1} failed on our side: ${problem.message}`;
  await attempt.effect({ status: "queued", progress: null }, [state("queued", reason)], async (tx) => {
    await attempt.close(tx, "infrastructure");
    // 1, 4, 16 s and up to a quarter more, so that what failed together does not come back together.
    const afterSeconds = Math.ceil(4 ** failed * (1 + Math.random() / 4));
    await enqueue(tx, runExecute, { runId: attempt.runId }, { key: attempt.runId, afterSeconds });
  });
}

async function isQuarantined(attempt: RunAttempt): Promise<boolean> {
  let lost = 0;
  await attempt.read(async (tx) => {
    lost = await attempt.count(tx, "lost");
  });
  if (lost < mostLost) return false;
  const problem: RunProblem = {
    code: "run.quarantined",
    message: `${lost} workers died while they executed this run; it is not given to another one.`,
    hint: "Run it on less data or with fewer symbols. If it is an ordinary run, please report it.",
  };
  await settle(attempt, { status: "failed", problem });
  return true;
}

function infrastructureProblem(error: unknown): RunProblem {
  if (error instanceof SandboxFault) return error.problem;
  return {
    code: "run.infrastructure",
    message: "The run could not be executed, four times over, for a reason on our side.",
    hint: "Start it again later. Its id leads to the log of the failure.",
  };
}

const bundles = new Map<string, StrategyBundle>();
const mostBundles = 50;

/** Versions never change, so that their bundles are kept for the next run of the same one. */
async function bundleOf(
  versionId: string,
  { version }: LoadedRun,
): Promise<{ readonly bundle: StrategyBundle } | { readonly problem: RunProblem }> {
  const known = bundles.get(versionId);
  if (known !== undefined) return { bundle: known };
  const bundled = await bundleStrategy(version.files);
  if ("problems" in bundled) {
    const [first] = bundled.problems;
    const problem = first ?? { code: "strategy.syntax", message: "The strategy cannot be bundled." };
    return { problem: runProblem(problem, version.files) };
  }
  if (bundles.size >= mostBundles) bundles.delete(bundles.keys().next().value ?? "");
  bundles.set(versionId, bundled.bundle);
  return bundled;
}

function liveEvents({ progress, points, logs, droppedLogs }: LiveBatch): RunEventBody[] {
  return [
    ...(progress === undefined ? [] : [{ kind: "progress", body: progress } as const]),
    ...(points.length === 0 ? [] : [{ kind: "equity", body: { points } } as const]),
    ...(logs.length === 0 && droppedLogs === 0 ? [] : [{ kind: "log", body: { lines: logs, dropped: droppedLogs } } as const]),
  ];
}

function state(status: "queued" | "running", reason?: string): RunEventBody {
  return { kind: "state", body: reason === undefined ? { status } : { status, reason } };
}
