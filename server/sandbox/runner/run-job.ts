import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { native } from "@rustybt/engine";
import { fixEnvironment } from "../../../sdk/src/cli/fixed-environment.ts";
import type { JobText } from "../make-job-folder.ts";
import { closeRealm } from "./close-realm.ts";
import { describeError, leftBehind } from "./describe-error.ts";
import { inspectStrategy } from "./inspect-strategy.ts";
import { loadStrategy } from "./load-strategy.ts";
import { importData, inspectData } from "./read-data.ts";
import { runStrategy } from "./run-strategy.ts";
import { sendFrame } from "./send.ts";
import { tryForbidden } from "./try-forbidden.ts";

/** Does what /job/job.json asks for and says the last word: a result, or an error. */
export async function runJob(folder: string): Promise<void> {
  const job: JobText = JSON.parse(readFileSync(join(folder, "job.json"), "utf8"));
  const fail = (error: unknown): never => {
    sendFrame(describeError(error));
    process.exit(1);
  };
  process.on("uncaughtException", (error) => fail(leftBehind(error)));
  process.on("unhandledRejection", (error) => fail(leftBehind(error)));
  try {
    fixEnvironment();
    sendFrame({ kind: "result", ...(await resultOf(job, folder)) });
  } catch (error) {
    fail(error);
  }
}

async function resultOf(job: JobText, folder: string) {
  switch (job.task) {
    case "probe":
      return tryForbidden(job.attempt);
    case "inspectData":
      return { data: await inspectData(job, folder) };
    case "import":
      return { data: await importData(job, folder) };
    case "inspect":
      return { strategy: inspectStrategy(await strategyOf(folder), job.name) };
    case "run":
      return { run: await runStrategy(await strategyOf(folder), job, folder) };
  }
}

async function strategyOf(folder: string) {
  // The last native code that this process can load.
  native();
  closeRealm();
  return loadStrategy(join(folder, "strategy.mjs"));
}
