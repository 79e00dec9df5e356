import { readFileSync } from "node:fs";
import { barsCsv } from "../data/bars-csv.ts";
import { type PortalClient, until } from "./portal-client.ts";

// A round trip every two bars: 100,000 of them.
const bars = 200_002;
const source = `import { defineStrategy } from "rustybt";

export default defineStrategy({
  name: "One bar in, one bar out",
  onBar(ctx) {
    if (ctx.position().isFlat) ctx.order(1);
    else ctx.close();
  },
});
`;

export interface BigRun {
  readonly versionId: string;
  readonly datasetVersionId: string;
}

/** A strategy that trades on every bar, and the data for it, in the portal. */
export async function bigRun(client: PortalClient): Promise<BigRun> {
  const files = [{ path: "every-bar.ts", text: source }];
  const { strategyId, versionId } = await client.mutate<{ strategyId: string; versionId: string }>("strategies.create", {
    name: "Every bar",
    files,
  });
  await until("the inspection", async () => {
    const { versions } = await client.query<{ versions: { inspectedAt: Date | null }[] }>("strategies.get", { strategyId });
    return versions[0]?.inspectedAt !== null;
  });
  const uploadId = await client.upload("M1.csv", readFileSync(barsCsv("m1M", bars)));
  const reached = (wanted: string) =>
    until(wanted, async () => {
      const upload = await client.query<{ status: string; problem: { message: string } | null }>("datasets.upload", { uploadId });
      if (upload.status === "failed") throw new Error(`the upload failed: ${upload.problem?.message}`);
      return upload.status === wanted;
    });
  await reached("inspected");
  await client.mutate("datasets.import", { uploadId, options: { badRows: "refuse" }, into: { name: "Minute bars" } });
  await reached("imported");
  const datasets = await client.query<{ name: string; versionId: string }[]>("datasets.list", { archived: false });
  const datasetVersionId = datasets.find(({ name }) => name === "Minute bars")?.versionId;
  if (datasetVersionId === undefined) throw new Error("the imported dataset is not listed");
  return { versionId, datasetVersionId };
}

/** Creates a backtest and answers its id with the time to the first progress event of its stream. */
export async function submitToProgress(
  client: PortalClient,
  { versionId, datasetVersionId }: BigRun,
): Promise<{ runId: string; ms: number }> {
  const from = performance.now();
  const { id } = await client.mutate<{ id: string }>("runs.create", {
    strategyVersionId: versionId,
    datasetVersionIds: [datasetVersionId],
  });
  const response = await fetch(new URL(`/api/runs/${id}/events`, client.url), { headers: { cookie: client.cookie } });
  if (!response.ok || response.body === null) throw new Error(`events: ${response.status}`);
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    if (/^event: progress$/m.test(text)) return { runId: id, ms: performance.now() - from };
    if (/"status":"(failed|cancelled)"/.test(text)) break;
  }
  throw new Error(`the run ${id} ended without progress: ${text.slice(-500)}`);
}

export async function untilSucceeded(client: PortalClient, runId: string, limitMs?: number): Promise<void> {
  const succeeded = async () => {
    const run = await client.query<{ status: string; error: { message: string } | null }>("runs.get", { id: runId });
    if (run.status === "failed") throw new Error(`the run failed: ${run.error?.message}`);
    return run.status === "succeeded";
  };
  await until("the run", succeeded, limitMs);
}

/** Ends a run that has told what it was started for. */
export async function cancel(client: PortalClient, runId: string): Promise<void> {
  await client.mutate("runs.cancel", { id: runId });
  await until("the run's end", async () => (await client.query<{ status: string }>("runs.get", { id: runId })).status !== "running");
}
