import { env } from "#server/lib/env.ts";
import { folderStore, type ObjectStore } from "./object-store.ts";

/** This installation's objects. */
export function objects(): ObjectStore {
  return folderStore(env().folders.objects);
}
