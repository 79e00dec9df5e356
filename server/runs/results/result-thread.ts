import { parentPort } from "node:worker_threads";
import { gunzipSync } from "node:zlib";
import type { ResultDocument } from "rustybt";
import type { RunIdentity } from "./check-identity.ts";
import { type CheckedResult, checkResult, type ResultFiles } from "./check-result.ts";

/** What is too long for a process that must keep leases alive: work on whole result documents. */
export type ThreadRequest =
  | { readonly task: "check"; readonly files: ResultFiles; readonly identity: RunIdentity }
  | { readonly task: "pdf"; readonly stored: StoredResult };

/** As the object store has them: gzipped. */
export interface StoredResult {
  readonly document: Uint8Array;
  readonly equity?: Uint8Array;
}

export type ThreadAnswer =
  | { readonly value: CheckedResult | Uint8Array }
  | { readonly error: { readonly message: string; readonly stack?: string } };

parentPort?.on("message", (request: ThreadRequest) => {
  void answer(request).then((message) => parentPort?.postMessage(message));
});

async function answer(request: ThreadRequest): Promise<ThreadAnswer> {
  try {
    return { value: await perform(request) };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { error: stack === undefined ? { message } : { message, stack } };
  }
}

async function perform(request: ThreadRequest): Promise<CheckedResult | Uint8Array> {
  if (request.task === "check") return checkResult(request.files, request.identity);
  // The renderer and its fonts are loaded by the first report only.
  const { readCurve, renderPdf } = await import("rustybt/report");
  const document: ResultDocument = JSON.parse(gunzipSync(request.stored.document).toString("utf8"));
  return renderPdf(document, { page: "A4", curve: await readCurve(document, request.stored.equity) });
}
