import { sharedPartResponse } from "../../shared-part-response.ts";

/** The shared result's document, byte for byte: `rustybt verify` holds on it. */
export async function GET(request: Request, { params }: { readonly params: Promise<{ readonly token: string }> }): Promise<Response> {
  const { token } = await params;
  return sharedPartResponse(request, { token, name: "document", contentType: "application/json", isGzip: true, fileName: "result.json" });
}
