import type { AppErrorCode } from "#server/lib/errors.ts";

/** A procedure's refusal as a screen shows it. */
export interface ApiProblem {
  readonly code: AppErrorCode | "internal";
  readonly message: string;
  readonly hint?: string;
  /** The input it is about: forms put the message there. */
  readonly field?: string;
  readonly requestId?: string;
}

interface TrpcErrorData {
  readonly app?: { readonly code: AppErrorCode | "internal"; readonly hint?: string; readonly field?: string };
  readonly requestId?: string;
}

/** What a failed query or mutation says, also when the network failed and no answer came. */
export function apiProblem(error: unknown): ApiProblem {
  const data = (error as { data?: TrpcErrorData | null } | null)?.data;
  const message = error instanceof Error ? error.message : String(error);
  if (data?.app === undefined) {
    const isOffline = data === undefined || data === null;
    return isOffline
      ? { code: "unavailable", message: "The portal did not answer.", hint: "Check the connection and try again." }
      : { code: "internal", message, ...(data.requestId === undefined ? {} : { requestId: data.requestId }) };
  }
  const { code, hint, field } = data.app;
  return {
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(field === undefined ? {} : { field }),
    ...(data.requestId === undefined ? {} : { requestId: data.requestId }),
  };
}
