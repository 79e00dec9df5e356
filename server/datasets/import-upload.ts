import type { Delivery } from "#server/jobs/define-task.ts";
import type { DatasetHost } from "./dataset-host.ts";
import { importFile } from "./import-file.ts";
import { type UploadPayload, workOnUpload } from "./upload-work.ts";

/** Makes a dataset version of an upload whose report was confirmed. The work behind `upload.import`. */
export async function importUpload(host: DatasetHost, payload: UploadPayload, delivery: Pick<Delivery, "retry" | "signal">): Promise<void> {
  const { organizationId } = payload;
  await workOnUpload(host, payload, delivery, "importing", async (upload) => {
    const { objectSha256, fileName, options, datasetId, createdBy } = upload;
    const imported = await importFile(
      host,
      { organizationId, userId: createdBy },
      {
        path: host.objects.path(objectSha256),
        fileName,
        options: options.read ?? {},
        into: datasetId === null ? { name: options.datasetName ?? fileName } : { datasetId },
      },
      delivery.signal,
    );
    return { status: "imported", datasetId: imported.datasetId, datasetVersionId: imported.versionId, problem: null };
  });
}
