import type { TenantDb } from "#server/database/connect.ts";
import type { ObjectStore } from "#server/storage/object-store.ts";

/** What the worker's part of datasets stands on. */
export interface DatasetHost {
  readonly db: TenantDb;
  readonly objects: ObjectStore;
  /** A folder for files on their way, the worker's own. */
  readonly scratch: string;
}
