import type { Delivery } from "#server/jobs/define-task.ts";
import { organisationsHere, runInSandbox } from "#server/sandbox/index.ts";
import { dataLimits } from "./data-limits.ts";
import type { DatasetHost } from "./dataset-host.ts";
import { jobOptions } from "./read-options.ts";
import { reportOf, type UploadPayload, workOnUpload } from "./upload-work.ts";

/** Reads an uploaded file in the sandbox and notes how it was understood and every row that cannot be used. The work behind `upload.inspect`. */
export async function inspectUpload(
  host: DatasetHost,
  payload: UploadPayload,
  delivery: Pick<Delivery, "retry" | "signal">,
): Promise<void> {
  await workOnUpload(host, payload, delivery, "inspecting", async ({ objectSha256, fileName, options }) => {
    const { badRows, ...read } = options.read ?? {};
    const outcome = await runInSandbox({
      job: {
        task: "inspectData",
        file: { path: host.objects.path(objectSha256), format: "csv", name: fileName },
        options: jobOptions(read),
      },
      limits: dataLimits,
      signal: delivery.signal,
      organisations: await organisationsHere(host.db),
    });
    return { status: "inspected", report: { ...reportOf(outcome) }, problem: null };
  });
}
