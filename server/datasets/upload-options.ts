import type { ImportOptions } from "./read-options.ts";

/** What an upload row keeps of how it is to be read and where it goes. */
export interface UploadOptions {
  readonly read?: Partial<ImportOptions>;
  /** Name of the dataset that the import makes; `datasetId` of the row says into which it goes instead. */
  readonly datasetName?: string;
}
