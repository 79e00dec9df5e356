import type { Limits } from "./limits.ts";
import type { LiveFrame } from "./receive-output.ts";
import type { SandboxJob } from "./sandbox-job.ts";

export interface SandboxRequest {
  readonly job: SandboxJob;
  readonly limits?: Limits | undefined;
  /** Ends the job within a moment; the outcome is `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** Progress and log lines, at most a few a second. */
  readonly onFrame?: ((frame: LiveFrame) => void) | undefined;
  /** Where the parts of a result are written; it is removed again unless the outcome is `succeeded`. */
  readonly outputFolder?: string | undefined;
  /** Whether more than one organisation uses this machine; then every layer is required. */
  readonly organisations?: "one" | "several" | undefined;
}
