import { parseRunSettings, type RunConfig, type RunSettings, resolveParams } from "@rustybt/engine/settings";
import { and, eq, inArray } from "drizzle-orm";
import { datasetVersions, type ParamSchema, runEvents, runs, strategyVersions } from "#drizzle/schema/index.ts";
import { appendAudit } from "#server/audit/index.ts";
import { type Tenant, type TenantDb, type Tx, withTenant } from "#server/database/connect.ts";
import { enqueue, runExecute } from "#server/jobs/index.ts";
import { AppError, notFound } from "#server/lib/errors.ts";
import { asInputError, inputSource } from "./input-error.ts";
import { notifyRunEvent } from "./notify-run-event.ts";
import { CreateRunInput } from "./run-input.ts";

/** Runs of one organisation that may wait or run at the same time. */
const mostUnfinished = 200;

export interface Author extends Tenant {
  readonly userId: string;
}

/** Checks what was asked for and queues it: the run's row, its first event, its audit entry and its job are there together or not at all. */
export async function createRun(db: TenantDb, author: Author, input: CreateRunInput, rerunOf?: string): Promise<{ readonly id: string }> {
  const asked = CreateRunInput.parse(input);
  return withTenant(db, author, async (tx) => {
    const version = await findVersion(tx, asked.strategyVersionId);
    const datasets = await findDatasets(tx, asked.datasetVersionIds);
    const available = symbolsOf(datasets);
    const config = readSettings(asked, available);
    checkParams(version.params, config.params);
    const unfinished = await tx.$count(runs, inArray(runs.status, ["queued", "running"]));
    if (unfinished >= mostUnfinished) {
      throw new AppError("limit_reached", `${unfinished} runs of this organisation are waiting or running, which is the most at a time.`, {
        hint: "Wait until some have ended, or cancel some.",
        retryAfterSeconds: 60,
      });
    }
    const { params, ...settings } = config;
    const { organizationId, userId } = author;
    const [run] = await tx
      .insert(runs)
      .values({
        organizationId,
        strategyId: version.strategyId,
        strategyVersionId: version.id,
        settings: { ...settings },
        params,
        datasetVersionIds: datasets.map(({ id }) => id),
        symbols: [...(config.symbols ?? available)],
        from: config.from,
        to: config.to,
        createdBy: userId,
        ...(rerunOf === undefined ? {} : { rerunOf }),
      })
      .returning({ id: runs.id });
    if (run === undefined) throw new Error("the run's row was not returned");
    await tx.insert(runEvents).values({ organizationId, runId: run.id, epoch: 0, seq: 0, kind: "state", body: { status: "queued" } });
    await notifyRunEvent(tx, organizationId, run.id, { epoch: 0, seq: 0 });
    const after = { strategyVersionId: version.id, datasetVersionIds: asked.datasetVersionIds, params, ...(rerunOf && { rerunOf }) };
    await appendAudit(tx, { organizationId, actor: userId, action: "run.create", target: `run ${run.id}`, after });
    // The more an organisation has waiting, the later its next one comes: nobody's queue keeps another organisation from starting.
    await enqueue(tx, runExecute, { runId: run.id }, { key: run.id, priority: -unfinished });
    return run;
  });
}

async function findVersion(tx: Tx, id: string) {
  const [version] = await tx.select().from(strategyVersions).where(eq(strategyVersions.id, id));
  if (version === undefined) throw notFound("strategy version", id);
  const [problem] = version.problems ?? [];
  if (problem === undefined) return version;
  const place = problem.file === undefined ? "" : ` (${problem.file}:${problem.line ?? 1})`;
  throw new AppError("conflict", `Version ${version.number} of the strategy cannot run: ${problem.message}${place}`, {
    hint: problem.hint ?? "Correct it in the editor; saving makes a new version.",
    field: "strategyVersionId",
  });
}

type Dataset = typeof datasetVersions.$inferSelect;

async function findDatasets(tx: Tx, ids: readonly string[]): Promise<Dataset[]> {
  const found = await tx
    .select()
    .from(datasetVersions)
    .where(and(inArray(datasetVersions.id, [...ids])));
  return [...new Set(ids)].map((id) => {
    const dataset = found.find((one) => one.id === id);
    if (dataset === undefined) throw notFound("dataset version", id);
    return dataset;
  });
}

function symbolsOf(datasets: readonly Dataset[]): string[] {
  const symbols: string[] = [];
  for (const { sourceName, symbols: own } of datasets) {
    for (const { symbol } of own) {
      if (symbols.includes(symbol)) {
        throw new AppError("invalid", `${symbol} is in more than one of the chosen datasets, in ${sourceName} for the second time.`, {
          hint: "Choose only one dataset with it.",
          field: "datasetVersionIds",
        });
      }
      symbols.push(symbol);
    }
  }
  return symbols;
}

function readSettings(
  { settings, params, symbols, from, to }: ReturnType<typeof CreateRunInput.parse>,
  available: readonly string[],
): RunConfig {
  const config = asInputError(() =>
    parseRunSettings({ ...(settings as RunSettings), params, symbols: symbols ?? null, from: from ?? null, to: to ?? null }, inputSource),
  );
  if (config.actions !== null) {
    throw new AppError("invalid", "actions names a file; in the portal dividends and splits come with the dataset.", { field: "actions" });
  }
  const file = config.universe == null ? fileIn(config) : "universe";
  if (file !== undefined) {
    throw new AppError("invalid", `${file} names a file, and a run in the portal reads none.`, {
      hint: "Give the values themselves, or run it with the command line.",
      field: file,
    });
  }
  const unknown = [...(config.symbols ?? []), ...(config.benchmark === null ? [] : [config.benchmark])].find(
    (symbol) => !available.includes(symbol),
  );
  if (unknown === undefined) return config;
  throw new AppError("invalid", `${unknown} is in none of the chosen datasets.`, {
    hint: `They have ${available.slice(0, 10).join(", ")}${available.length > 10 ? " and more" : ""}.`,
    field: config.benchmark === unknown ? "benchmark" : "symbols",
  });
}

/** The first key that names a file, wherever in the settings it stands: `file`, or the path of a model `file`. */
function fileIn(settings: object, before = ""): string | undefined {
  for (const [key, value] of Object.entries(settings)) {
    // Values of the strategy's own parameters are its own matter.
    if (key === "params" && before === "") continue;
    if (key === "file" && typeof value === "string") return `${before}${key}`;
    if (key === "model" && value === "file") return before.slice(0, -1);
    const found = typeof value === "object" && value !== null ? fileIn(value, `${before}${key}.`) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Against what the version declares; before its inspection nobody knows that, and the run itself refuses what is wrong. */
function checkParams(declared: readonly ParamSchema[] | null, given: RunConfig["params"]): void {
  if (declared === null) return;
  const definitions = Object.fromEntries(declared.map(({ name, ...definition }) => [name, definition]));
  asInputError(() => resolveParams(definitions as Parameters<typeof resolveParams>[0], given));
}
