import type { IncomingMessage } from "node:http";

const harmless = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a request that may change something comes from another site's page. A browser says where a request comes from
 * (`Sec-Fetch-Site`, and `Origin`); programs that are no browsers send neither and carry no cookie by accident.
 */
export function isForeignRequest({ method, headers }: Pick<IncomingMessage, "method" | "headers">, hosts: ReadonlySet<string>): boolean {
  if (harmless.has(method ?? "")) return false;
  const { origin, cookie } = headers;
  const site = headers["sec-fetch-site"];
  if (origin !== undefined && !hosts.has(hostOf(origin))) return true;
  if (site !== undefined) return site !== "same-origin";
  return origin === undefined && cookie !== undefined;
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : origin;
}
