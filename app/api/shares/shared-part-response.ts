import { Readable } from "node:stream";
import { contextOf } from "#server/api/context.ts";
import { problemResponse } from "#server/api/problem-response.ts";
import { readSharedPart } from "#server/shares/index.ts";
import { objects } from "#server/storage/objects.ts";
import { storedEncodingHeader } from "#server/web/past-next.ts";

interface SharedPartRequest {
  readonly token: string;
  readonly name: string;
  readonly contentType: string;
  /** Sent as it is stored, for the browser to unpack. */
  readonly isGzip: boolean;
  readonly fileName?: string;
}

/** A stored part of a shared run. The browser asks each time, so that a revoked link is seen at once, and gets 304 while nothing changed. */
export async function sharedPartResponse(
  request: Request,
  { token, name, contentType, isGzip, fileName }: SharedPartRequest,
): Promise<Response> {
  try {
    const { db } = await contextOf(request.headers);
    const { sha256, stream } = await readSharedPart(db, token, { name, objects: objects() });
    const headers = { ETag: `"${sha256}"`, "Cache-Control": "private, no-cache" };
    if (request.headers.get("if-none-match") === headers.ETag) {
      stream.destroy();
      return new Response(null, { status: 304, headers });
    }
    return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, {
      headers: {
        ...headers,
        "Content-Type": contentType,
        ...(isGzip ? { [storedEncodingHeader]: "gzip" } : {}),
        ...(fileName === undefined ? {} : { "Content-Disposition": `attachment; filename="${fileName}"` }),
      },
    });
  } catch (error) {
    return problemResponse(error, request.headers.get("x-request-id") ?? "none");
  }
}
