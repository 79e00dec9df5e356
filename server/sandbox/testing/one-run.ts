import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { probeSandbox } from "../probe-sandbox.ts";
import { runInSandbox } from "../run-in-sandbox.ts";
import { bundled, exampleFile, runOf } from "./sandbox-jobs.ts";

// One run and one probe, as JSON.
const folder = mkdtempSync(join(tmpdir(), "one-run-"));
const outcome = await runInSandbox({
  job: runOf(await bundled(exampleFile("sma-cross.ts"))),
  outputFolder: join(folder, "out"),
  organisations: "one",
});
rmSync(folder, { recursive: true });
console.log(JSON.stringify({ ...outcome, probe: await probeSandbox() }));
