import { decoded } from "../../../../decoded.ts";
import { sharedPartResponse } from "../../../shared-part-response.ts";

interface Place {
  readonly params: Promise<{ readonly token: string; readonly name: readonly string[] }>;
}

/** Columns of a shared result for its page, or a file beside its document. */
export async function GET(request: Request, { params }: Place): Promise<Response> {
  const { token, name: path } = await params;
  const name = path.map(decoded).join("/");
  const isFile = name.endsWith(".gz");
  return sharedPartResponse(request, {
    token,
    name,
    contentType: isFile ? "application/gzip" : "application/json; charset=utf-8",
    isGzip: !isFile,
    ...(isFile ? { fileName: name.replaceAll(/[^\w.-]/g, "_") } : {}),
  });
}
