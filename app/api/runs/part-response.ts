import { Readable } from "node:stream";
import { memberOfRequest } from "#server/api/member-of-request.ts";
import { problemResponse } from "#server/api/problem-response.ts";
import { readResultPart } from "#server/runs/index.ts";
import { objects } from "#server/storage/objects.ts";
import { storedEncodingHeader } from "#server/web/past-next.ts";
import { runIdOf } from "./run-id.ts";

interface PartRequest {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  /** Sent as it is stored, for the browser to unpack. */
  readonly isGzip: boolean;
  readonly fileName?: string;
}

/** A stored part of a run's result. Its bytes never change, so that a browser asks for it once. */
export async function partResponse(request: Request, { id, name, contentType, isGzip, fileName }: PartRequest): Promise<Response> {
  try {
    const { db, tenant } = await memberOfRequest(request);
    const { sha256, stream } = await readResultPart(db, tenant, { runId: runIdOf(id), name, objects: objects() });
    const headers: Record<string, string> = {
      ETag: `"${sha256}"`,
      "Cache-Control": "private, max-age=31536000, immutable",
      "Content-Type": contentType,
      ...(isGzip ? { [storedEncodingHeader]: "gzip" } : {}),
      ...(fileName === undefined ? {} : { "Content-Disposition": `attachment; filename="${fileName}"` }),
    };
    if (request.headers.get("if-none-match") === headers.ETag) {
      stream.destroy();
      return new Response(null, { status: 304, headers: { ETag: headers.ETag ?? "", "Cache-Control": headers["Cache-Control"] ?? "" } });
    }
    return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, { headers });
  } catch (error) {
    return problemResponse(error, request.headers.get("x-request-id") ?? "none");
  }
}
