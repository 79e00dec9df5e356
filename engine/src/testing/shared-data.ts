import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../../shared/data/", import.meta.url));

/** Path of a file of the shared test data, which lies beside the repository (`../shared/data`). */
export function sharedData(relativePath: string): string {
  const path = `${root}${relativePath}`;
  if (existsSync(path)) return path;
  throw new Error(`../shared/data/${relativePath} is needed by this test: put the shared data folder beside the repository.`);
}
