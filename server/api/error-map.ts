import type { TRPCError } from "@trpc/server";
import type { AppErrorCode } from "#server/lib/errors.ts";

const codes: Record<AppErrorCode, { readonly trpc: TRPCError["code"]; readonly http: number }> = {
  invalid: { trpc: "BAD_REQUEST", http: 400 },
  unauthenticated: { trpc: "UNAUTHORIZED", http: 401 },
  forbidden: { trpc: "FORBIDDEN", http: 403 },
  not_found: { trpc: "NOT_FOUND", http: 404 },
  conflict: { trpc: "CONFLICT", http: 409 },
  gone: { trpc: "NOT_FOUND", http: 410 },
  limit_reached: { trpc: "TOO_MANY_REQUESTS", http: 429 },
  unavailable: { trpc: "SERVICE_UNAVAILABLE", http: 503 },
};

export const codeOf = (code: AppErrorCode): TRPCError["code"] => codes[code].trpc;

export const httpStatusOf = (code: AppErrorCode): number => codes[code].http;
