import { z } from "zod";
import { memberOfRequest } from "#server/api/member-of-request.ts";
import { problemResponse } from "#server/api/problem-response.ts";
import { readBars } from "#server/datasets/index.ts";
import { notFound } from "#server/lib/errors.ts";
import { objects } from "#server/storage/objects.ts";
import { storedEncodingHeader } from "#server/web/past-next.ts";
import { decoded } from "../../../../decoded.ts";

interface Place {
  readonly params: Promise<{ readonly versionId: string; readonly symbol: string }>;
}

/** Bars of a symbol for a chart. A version never changes, so that a browser asks for it once. */
export async function GET(request: Request, { params }: Place): Promise<Response> {
  try {
    const { versionId, symbol } = await params;
    const { db, tenant } = await memberOfRequest(request);
    if (!z.uuid().safeParse(versionId).success) throw notFound("dataset version", versionId.slice(0, 40));
    const { etag, body } = await readBars({ db, objects: objects() }, tenant, { versionId, symbol: decoded(symbol) });
    const headers = { ETag: etag, "Cache-Control": "private, max-age=31536000, immutable" };
    if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
    return new Response(body, {
      headers: { ...headers, "Content-Type": "application/json; charset=utf-8", [storedEncodingHeader]: "gzip" },
    });
  } catch (error) {
    return problemResponse(error, request.headers.get("x-request-id") ?? "none");
  }
}
