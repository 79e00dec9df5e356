import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import { memberOfRequest } from "#server/api/member-of-request.ts";
import { problemResponse } from "#server/api/problem-response.ts";
import { assertRole } from "#server/api/procedures.ts";
import { receiveUpload } from "#server/datasets/index.ts";
import { env } from "#server/lib/env.ts";
import { AppError } from "#server/lib/errors.ts";
import { objects } from "#server/storage/objects.ts";

/** Takes one price file: the bytes are the body, its name (percent-encoded) is the header `x-file-name`. Nothing of it is kept in memory. */
export async function POST(request: Request): Promise<Response> {
  try {
    const { db, tenant, membership, userId } = await memberOfRequest(request);
    assertRole(membership, "researcher");
    const maxBytes = env().uploadLimitBytes;
    if (Number(request.headers.get("content-length") ?? 0) > maxBytes) {
      throw new AppError("invalid", `The file is larger than ${maxBytes / 2 ** 20} MB, which is the most that is taken.`, {
        hint: "Send a smaller or compressed file, or raise RUSTYBT_UPLOAD_LIMIT_MB.",
      });
    }
    if (request.body === null) throw new AppError("invalid", "There is no file in the request.", { hint: "Send it as the body." });
    const body = Readable.fromWeb(request.body as WebStream<Uint8Array>);
    const fileName = decoded(request.headers.get("x-file-name") ?? "");
    const upload = await receiveUpload(db, objects(), { ...tenant, userId }, { fileName, body, maxBytes });
    return Response.json(upload, { status: 201, headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    return problemResponse(error, request.headers.get("x-request-id") ?? "none");
  }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // not encoded: taken as it is
  }
}
