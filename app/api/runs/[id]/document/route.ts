import { partResponse } from "../../part-response.ts";

/** The result document, byte for byte as `rustybt run --out` writes it: `rustybt verify` holds on it. */
export async function GET(request: Request, { params }: { readonly params: Promise<{ readonly id: string }> }): Promise<Response> {
  const { id } = await params;
  return partResponse(request, { id, name: "document", contentType: "application/json", isGzip: true, fileName: "result.json" });
}
