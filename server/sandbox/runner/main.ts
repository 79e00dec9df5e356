import process from "node:process";
import { mayGoOn } from "./may-go-on.ts";
import { sendFrame } from "./send.ts";
import { whatWasDenied } from "./what-was-denied.ts";

// The parent looks at this process before anything of the job is loaded, while the engine (ours) loads.
const [, , folder = "/job"] = process.argv;
sendFrame({ kind: "layers", seen: whatWasDenied() });
const { runJob } = await import("./run-job.ts");
if (mayGoOn()) await runJob(folder);
process.exit(0);
