import { canonicalJson } from "./canonical-json.ts";
import { sha256 } from "./digest.ts";

/**
 * sha256 over the RFC 8785 form of a result document without `seal`, `manifest.startedAt` and `manifest.elapsedMs`: what stays the same
 * when the same run is made again.
 */
export function sealOf(document: object): string {
  const { seal: _seal, manifest, ...rest } = document as { seal?: unknown; manifest?: unknown };
  return sha256(canonicalJson({ ...rest, manifest: withoutClock(manifest) }));
}

/** sha256 over the canonical lines of the event log, each followed by `\n`. */
export function hashOfEvents(events: readonly unknown[]): string {
  return sha256(events.map((event) => `${canonicalJson(event)}\n`).join(""));
}

function withoutClock(manifest: unknown): unknown {
  if (typeof manifest !== "object" || manifest === null || Array.isArray(manifest)) return manifest;
  const { startedAt: _startedAt, elapsedMs: _elapsedMs, ...rest } = manifest as Record<string, unknown>;
  return rest;
}
