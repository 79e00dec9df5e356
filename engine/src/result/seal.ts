import { canonicalJson, canonicalPieces } from "./canonical-json.ts";
import { sha256OfParts } from "./digest.ts";

/**
 * sha256 over the RFC 8785 form of a result document without `seal`, `manifest.startedAt` and `manifest.elapsedMs`: what stays the same
 * when the same run is made again.
 */
export function sealOf(document: object): string {
  const { seal: _seal, manifest, ...rest } = document as { seal?: unknown; manifest?: unknown };
  return sha256OfParts(canonicalPieces({ ...rest, manifest: withoutClock(manifest) }));
}

/** sha256 over the canonical lines of the event log, each followed by `\n`. */
export function hashOfEvents(events: readonly unknown[]): string {
  return sha256OfParts(lines(events));
}

const linesAtOnce = 1_000;

function* lines(events: readonly unknown[]): Generator<string> {
  for (let from = 0; from < events.length; from += linesAtOnce) {
    const some = events.slice(from, from + linesAtOnce);
    yield some.map((event) => `${canonicalJson(event)}\n`).join("");
  }
}

function withoutClock(manifest: unknown): unknown {
  if (typeof manifest !== "object" || manifest === null || Array.isArray(manifest)) return manifest;
  const { startedAt: _startedAt, elapsedMs: _elapsedMs, ...rest } = manifest as Record<string, unknown>;
  return rest;
}
