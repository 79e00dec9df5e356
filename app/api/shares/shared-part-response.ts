import { contextOf } from "#server/api/context.ts";
import { problemResponse } from "#server/api/problem-response.ts";
import { readSharedPart } from "#server/shares/index.ts";
import { objects } from "#server/storage/objects.ts";
import { storedResponse } from "../stored-response.ts";

interface SharedPartRequest {
  readonly token: string;
  readonly name: string;
  readonly contentType: string;
  readonly isGzip: boolean;
  readonly fileName?: string;
}

/** A stored part of a shared run. */
export async function sharedPartResponse(request: Request, { token, name, ...kind }: SharedPartRequest): Promise<Response> {
  try {
    const { db } = await contextOf(request.headers);
    const { sha256, stream } = await readSharedPart(db, token, { name, objects: objects() });
    return storedResponse(request, { tag: sha256, stream, ...kind });
  } catch (error) {
    return problemResponse(error, request.headers.get("x-request-id") ?? "none");
  }
}
