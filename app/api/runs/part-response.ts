import { memberOfRequest } from "#server/api/member-of-request.ts";
import { problemResponse } from "#server/api/problem-response.ts";
import { readResultPart } from "#server/runs/index.ts";
import { objects } from "#server/storage/objects.ts";
import { storedResponse } from "../stored-response.ts";
import { runIdOf } from "./run-id.ts";

interface PartRequest {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly isGzip: boolean;
  readonly fileName?: string;
}

/** A stored part of a run's result. */
export async function partResponse(request: Request, { id, name, ...kind }: PartRequest): Promise<Response> {
  try {
    const { db, tenant } = await memberOfRequest(request);
    const { sha256, stream } = await readResultPart(db, tenant, { runId: runIdOf(id), name, objects: objects() });
    return storedResponse(request, { tag: sha256, stream, ...kind });
  } catch (error) {
    return problemResponse(error, request.headers.get("x-request-id") ?? "none");
  }
}
