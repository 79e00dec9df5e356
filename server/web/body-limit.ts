import type { IncomingMessage } from "node:http";

const kib = 1024;

/** The most bytes a request may send: uploads count their own, everything else is read into memory before anybody has looked at it. */
function bodyLimitBytes(path: string): number {
  if (path === "/api/uploads") return Number.POSITIVE_INFINITY;
  return path.startsWith("/api/trpc/account.") ? 64 * kib : 4096 * kib;
}

/** Why a request's body is not taken: its length is not said, or too large. Node's parser holds a client to the length it has said. */
export function refusedBody(
  request: Pick<IncomingMessage, "headers">,
  path: string,
): { readonly status: 411 | 413; readonly message: string } | undefined {
  const limit = bodyLimitBytes(path);
  if (limit === Number.POSITIVE_INFINITY) return undefined;
  if (request.headers["transfer-encoding"] !== undefined)
    return { status: 411, message: "Send this request with its length (Content-Length)." };
  const length = Number(request.headers["content-length"] ?? 0);
  if (length <= limit) return undefined;
  return { status: 413, message: `The request has ${length} bytes; ${limit} are the most that is taken here.` };
}
