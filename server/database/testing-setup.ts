import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "./embedded.ts";
import { migrateDatabase } from "./migrate.ts";

/** One throw-away PostgreSQL for all test files of a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), "rustybt-test-"));
  // The database's own user must get to its folder.
  chmodSync(home, 0o755);
  const secret = randomBytes(32).toString("base64url");
  const database = await startEmbedded({
    folder: join(home, "postgres"),
    // Kept between runs: the programs are the larger part of a first start.
    runtimeFolder: join(tmpdir(), `rustybt-test-runtime-${process.getuid?.() ?? 0}`),
    secret,
    isThrowAway: true,
  });
  await migrateDatabase(database.url, secret);
  project.provide("templateUrl", database.url);
  project.provide("databaseSecret", secret);
  return async () => {
    await database.stop();
    rmSync(home, { recursive: true, force: true });
  };
}
