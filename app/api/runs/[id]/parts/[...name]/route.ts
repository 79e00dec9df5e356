import { decoded } from "../../../../decoded.ts";
import { partResponse } from "../../../part-response.ts";

interface Place {
  readonly params: Promise<{ readonly id: string; readonly name: readonly string[] }>;
}

/** Columns of a result for the pages, or a file beside its document. */
export async function GET(request: Request, { params }: Place): Promise<Response> {
  const { id, name: path } = await params;
  // `bars/AAPL`; what a symbol may hold comes encoded.
  const name = path.map(decoded).join("/");
  const isFile = name.endsWith(".gz");
  return partResponse(request, {
    id,
    name,
    contentType: isFile ? "application/gzip" : "application/json; charset=utf-8",
    isGzip: !isFile,
    ...(isFile ? { fileName: name.replaceAll(/[^\w.-]/g, "_") } : {}),
  });
}
