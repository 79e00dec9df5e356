import { Readable } from "node:stream";
import { z } from "zod";
import { memberOfRequest } from "#server/api/member-of-request.ts";
import { problemResponse } from "#server/api/problem-response.ts";
import { readBars } from "#server/datasets/index.ts";
import { notFound } from "#server/lib/errors.ts";
import { objects } from "#server/storage/objects.ts";
import { decoded } from "../../../../decoded.ts";
import { storedResponse } from "../../../../stored-response.ts";

interface Place {
  readonly params: Promise<{ readonly versionId: string; readonly symbol: string }>;
}

/** Bars of a symbol for a chart. */
export async function GET(request: Request, { params }: Place): Promise<Response> {
  try {
    const { versionId, symbol } = await params;
    const { db, tenant } = await memberOfRequest(request);
    if (!z.uuid().safeParse(versionId).success) throw notFound("dataset version", versionId.slice(0, 40));
    const { tag, body } = await readBars({ db, objects: objects() }, tenant, { versionId, symbol: decoded(symbol) });
    const stream = Readable.from([body]);
    return storedResponse(request, { tag, stream, contentType: "application/json; charset=utf-8", isGzip: true });
  } catch (error) {
    return problemResponse(error, request.headers.get("x-request-id") ?? "none");
  }
}
