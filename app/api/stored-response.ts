import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { acceptsGzip } from "#server/web/accepts-gzip.ts";
import { storedEncodingHeader } from "#server/web/past-next.ts";

interface Stored {
  /** Names the stored bytes: another tag, other bytes. */
  readonly tag: string;
  readonly stream: Readable;
  readonly contentType: string;
  /** Stored packed, and sent so to whoever unpacks it. */
  readonly isGzip: boolean;
  readonly fileName?: string;
}

/**
 * Bytes that never change, for one reader. The browser keeps them but asks each time whether it may still show them: whoever has signed out, or
 * whose link has ended, sees nothing more; 304 costs little.
 */
export function storedResponse(request: Request, { tag, stream, contentType, isGzip, fileName }: Stored): Response {
  const isPacked = isGzip && acceptsGzip(request.headers.get("accept-encoding"));
  // Two encodings are two representations, each with a tag of its own.
  const headers: Record<string, string> = {
    ETag: isGzip && !isPacked ? `"${tag}-plain"` : `"${tag}"`,
    "Cache-Control": "private, no-cache",
    ...(isGzip ? { Vary: "Accept-Encoding" } : {}),
  };
  if (request.headers.get("if-none-match") === headers.ETag) {
    stream.destroy();
    return new Response(null, { status: 304, headers });
  }
  const body = isGzip && !isPacked ? unpacked(stream) : stream;
  return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, {
    headers: {
      ...headers,
      "Content-Type": contentType,
      ...(isPacked ? { [storedEncodingHeader]: "gzip" } : {}),
      ...(fileName === undefined ? {} : { "Content-Disposition": `attachment; filename="${fileName}"` }),
    },
  });
}

function unpacked(stored: Readable): Readable {
  const gunzip = createGunzip();
  // Whichever side ends early, the other one ends too: no file stays open.
  stored.once("error", (error) => gunzip.destroy(error));
  gunzip.once("close", () => stored.destroy());
  return stored.pipe(gunzip);
}
