import { memberOfRequest, whyNoLonger } from "#server/api/member-of-request.ts";
import { problemResponse } from "#server/api/problem-response.ts";
import { placeAskedFor, streamRunEvents } from "#server/runs/index.ts";
import { runIdOf } from "../../run-id.ts";

export const dynamic = "force-dynamic";

/**
 * What happens to a run, as server-sent events until its end; resumes after `Last-Event-ID` or `?after=`. Whoever signs out or leaves the
 * organisation meanwhile gets the event `ended` within seconds, and nothing after it.
 */
export async function GET(request: Request, { params }: { readonly params: Promise<{ readonly id: string }> }): Promise<Response> {
  try {
    const member = await memberOfRequest(request);
    const runId = runIdOf((await params).id);
    const stream = await streamRunEvents(member.tenant, {
      runId,
      lastEventId: placeAskedFor(request),
      signal: request.signal,
      whyEnded: () => whyNoLonger(member),
    });
    // 204 tells an EventSource not to come back.
    if (stream === undefined) return new Response(null, { status: 204 });
    return new Response(stream, {
      headers: { "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no" },
    });
  } catch (error) {
    return problemResponse(error, request.headers.get("x-request-id") ?? "none");
  }
}
