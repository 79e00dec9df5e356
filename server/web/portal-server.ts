import { randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Logger } from "pino";
import { refusedBody } from "./body-limit.ts";
import { isForeignRequest } from "./is-foreign-request.ts";
import { isKnownHost, knownHosts } from "./known-host.ts";
import { restorePastNext } from "./past-next.ts";
import { securityHeaders } from "./security-headers.ts";

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface PortalServerOptions {
  /** Next's request handler. */
  readonly handle: Handler;
  readonly publicUrl: URL;
  /** The server will listen on it, on this machine's own address. */
  readonly port: number;
  readonly isDevelopment: boolean;
  readonly log: Logger;
  /** Set by a proxy in front that appends the client's address to `X-Forwarded-For`. */
  readonly isBehindProxy: boolean;
}

export interface PortalServer {
  readonly server: Server;
  /** Answers what is under way, refuses what is new, and ends open streams after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** The edge of the web process: request ids, log lines, security headers, origin check, health; everything else is Next's. */
export function portalServer({ handle, publicUrl, port, isDevelopment, log, isBehindProxy }: PortalServerOptions): PortalServer {
  const hosts = knownHosts(publicUrl, port);
  let isClosing = false;

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = requestIdOf(request);
    const nonce = randomBytes(16).toString("base64");
    const headers = securityHeaders({ nonce, publicUrl, isDevelopment });
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.setHeader("X-Request-Id", requestId);
    logWhenDone(log, request, response, requestId);

    const path = request.url?.split("?", 1)[0] ?? "/";
    if (path === "/healthz") return answer(response, 200, { status: "ok" });
    if (path === "/readyz" && isClosing) return answer(response, 503, { status: "closing" });
    // Whoever looks after health may ask by address; nobody else has a reason to call the portal by another name.
    if (path !== "/readyz" && !isKnownHost(request, hosts)) {
      const message = `This is ${publicUrl.origin}; the request asks for another host. Open it there, or set PUBLIC_URL to the address people use.`;
      return answer(response, 421, { error: { code: "forbidden", message, requestId } });
    }
    const refused = refusedBody(request, path);
    if (refused !== undefined) {
      response.setHeader("Connection", "close");
      return answer(response, refused.status, { error: { code: "invalid", message: refused.message, requestId } });
    }
    if (isForeignRequest(request, hosts)) {
      const message = `This request comes from another site than ${publicUrl.origin}. Open the portal there and try again.`;
      return answer(response, 403, { error: { code: "forbidden", message, requestId } });
    }
    // Read by Next (the nonce for its scripts) and by our routes; whatever a client sent under these names is replaced.
    request.headers["content-security-policy"] = headers["Content-Security-Policy"];
    request.headers["x-request-id"] = requestId;
    request.headers["x-nonce"] = nonce;
    request.headers["x-client-address"] = clientAddress(request, isBehindProxy);
    restorePastNext(response);
    await handle(request, response);
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      log.error({ err: error, path: request.url }, "request failed");
      if (!response.headersSent) answer(response, 500, { error: { code: "internal", message: "Something failed on our side." } });
      else response.destroy();
    });
  });
  // Uploads take as long as the line needs; a stalled header does not.
  server.requestTimeout = 0;
  server.headersTimeout = 15_000;

  return {
    server,
    close(graceMs) {
      isClosing = true;
      return new Promise((resolve) => {
        const end = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(end);
          resolve();
        });
        server.closeIdleConnections();
      });
    },
  };
}

const usableId = /^[\w.-]{8,64}$/;

// A proxy may have given the request its id; it goes into logs and headers, so only a plain one is taken over.
function requestIdOf(request: IncomingMessage): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && usableId.test(given) ? given : randomUUID();
}

function clientAddress(request: IncomingMessage, isBehindProxy: boolean): string {
  const forwarded = request.headers["x-forwarded-for"];
  const last = isBehindProxy && typeof forwarded === "string" ? forwarded.split(",").at(-1)?.trim() : undefined;
  return last || (request.socket.remoteAddress ?? "unknown");
}

function logWhenDone(log: Logger, request: IncomingMessage, response: ServerResponse, requestId: string): void {
  const from = performance.now();
  const { method, url } = request;
  response.once("close", () => {
    // The query may hold a token of a mailed link; the path of a shared link is one.
    const path = url?.split("?", 1)[0]?.replace(/^(\/share|\/api\/shares)\/[^/]+/, "$1/…");
    if (path?.startsWith("/_next/") || path === "/healthz") return;
    log.info({ requestId, method, path, status: response.statusCode, ms: Math.round(performance.now() - from) }, "request");
  });
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" }).end(JSON.stringify(body));
}
