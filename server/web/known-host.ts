import type { IncomingMessage } from "node:http";

/** The names under which the portal is reached: its public address, and this machine's own on the port it listens on. */
export function knownHosts(publicUrl: URL, port: number): ReadonlySet<string> {
  return new Set([publicUrl.host, `127.0.0.1:${port}`, `localhost:${port}`]);
}

/**
 * Whether a request names one of them. Another site may have its own name point to this machine's address; its pages then look like ours to a
 * browser, but not to us.
 */
export function isKnownHost({ headers }: Pick<IncomingMessage, "headers">, hosts: ReadonlySet<string>): boolean {
  return headers.host !== undefined && hosts.has(headers.host.toLowerCase());
}
