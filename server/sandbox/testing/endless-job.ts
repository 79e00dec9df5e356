import { runInSandbox } from "../run-in-sandbox.ts";
import { bundled, onBar, runOf } from "./sandbox-jobs.ts";

// A parent to be killed: says a word once its job's strategy is at work, which never ends.
const job = runOf(await bundled(onBar('if (ctx.bars === 1) ctx.log("at work"); const until = ctx.bars > 2; while (until);')));
await runInSandbox({ job, organisations: "one", onFrame: () => console.log("at work") });
