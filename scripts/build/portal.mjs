import { buildEditor } from "./editor.mjs";
import { buildNative } from "./native.mjs";
import { buildSandboxRunner, buildWorker } from "./portal-worker.mjs";
import { buildSdk } from "./sdk.mjs";
import { buildWeb } from "./web.mjs";

/** What a worker needs: native core, npm package, the worker and the sandbox's runner. */
export async function buildForWorker() {
  await buildNative();
  await buildSdk();
  await buildWorker();
  await buildSandboxRunner();
}

/** Everything `npm start` runs. */
export async function buildPortal() {
  await buildForWorker();
  await buildEditor();
  await buildWeb();
}
