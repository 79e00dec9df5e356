import { sharedPartResponse } from "../../shared-part-response.ts";

/** The shared run's report. */
export async function GET(request: Request, { params }: { readonly params: Promise<{ readonly token: string }> }): Promise<Response> {
  const { token } = await params;
  return sharedPartResponse(request, { token, name: "pdf", contentType: "application/pdf", isGzip: false, fileName: "rustybt.pdf" });
}
