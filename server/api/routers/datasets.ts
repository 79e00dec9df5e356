import { z } from "zod";
import {
  archiveDataset,
  DatasetId,
  getDataset,
  getUpload,
  getVersionReport,
  ImportInput,
  InspectInput,
  inspectAgain,
  listDatasets,
  PreviewInput,
  previewRows,
  RenameDatasetInput,
  renameDataset,
  restoreDataset,
  startImport,
  UploadId,
  VersionId,
} from "#server/datasets/index.ts";
import { objects } from "#server/storage/objects.ts";
import { member, router, withRole } from "../procedures.ts";

const researcher = withRole("researcher").use(({ ctx, next }) =>
  next({ ctx: { ...ctx, actor: { ...ctx.tenant, userId: ctx.session.userId } } }),
);

export const datasetsRouter = router({
  list: member
    .input(z.strictObject({ archived: z.boolean().default(false) }).default({ archived: false }))
    .query(({ ctx, input }) => listDatasets(ctx.db, ctx.tenant, input)),
  get: member.input(DatasetId).query(({ ctx, input }) => getDataset(ctx.db, ctx.tenant, input.datasetId)),
  report: member.input(VersionId).query(({ ctx, input }) => getVersionReport(ctx.db, ctx.tenant, input.versionId)),
  preview: member.input(PreviewInput).query(({ ctx, input }) => previewRows({ db: ctx.db, objects: objects() }, ctx.tenant, input)),
  rename: researcher.input(RenameDatasetInput).mutation(({ ctx, input }) => renameDataset(ctx.db, ctx.actor, input)),
  archive: researcher.input(DatasetId).mutation(({ ctx, input }) => archiveDataset(ctx.db, ctx.actor, input.datasetId)),
  restore: researcher.input(DatasetId).mutation(({ ctx, input }) => restoreDataset(ctx.db, ctx.actor, input.datasetId)),
  upload: researcher.input(UploadId).query(({ ctx, input }) => getUpload(ctx.db, ctx.tenant, input.uploadId)),
  inspect: researcher.input(InspectInput).mutation(({ ctx, input }) => inspectAgain(ctx.db, ctx.tenant, input)),
  import: researcher.input(ImportInput).mutation(({ ctx, input }) => startImport(ctx.db, ctx.tenant, input)),
});
