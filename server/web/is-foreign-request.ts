import type { IncomingMessage } from "node:http";

const harmless = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a request that may change something comes from another site's page. A browser says where a request comes from
 * (`Sec-Fetch-Site`, else `Origin`); programs that are no browsers send neither and carry no cookie by accident.
 */
export function isForeignRequest({ method, headers }: Pick<IncomingMessage, "method" | "headers">, publicUrl: URL): boolean {
  if (harmless.has(method ?? "")) return false;
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site !== "same-origin";
  const { origin, cookie } = headers;
  return origin === undefined ? cookie !== undefined : origin !== publicUrl.origin;
}
