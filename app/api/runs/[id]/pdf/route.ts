import { partResponse } from "../../part-response.ts";

/** The run's report. */
export async function GET(request: Request, { params }: { readonly params: Promise<{ readonly id: string }> }): Promise<Response> {
  const { id } = await params;
  return partResponse(request, {
    id,
    name: "pdf",
    contentType: "application/pdf",
    isGzip: false,
    fileName: `rustybt-${id.slice(0, 8)}.pdf`,
  });
}
