import { nodeZlib } from "../node-builtins.ts";
import { canonicalJson } from "../result/canonical-json.ts";
import { sha256 } from "../result/digest.ts";
import type { Sidecar } from "../result/document.ts";
import type { Findings } from "./findings.ts";

/** Gives the bytes of a file beside the document, or `undefined` when there is none of that name. */
export type ReadSidecar = (file: string) => Uint8Array | undefined;

export interface SidecarRows {
  readonly rows: unknown[];
  /** Of the file's uncompressed bytes, which are its rows as canonical lines. */
  readonly sha256: string;
}

/** Reads a sidecar's rows and holds them against its digest and count; `undefined` when the file cannot be used at all. */
export function readSidecarRows(
  part: "equity" | "events",
  sidecar: Sidecar,
  read: ReadSidecar | undefined,
  findings: Findings,
): SidecarRows | undefined {
  const path = `sidecars.${part}`;
  const packed = read?.(sidecar.file);
  if (packed === undefined) {
    findings.add(`${path}.file`, "the file is not beside the document", { expected: sidecar.file });
    return undefined;
  }
  const most = Math.min((sidecar.count + 1) * longestLine[part], mostUnpackedBytes);
  const bytes = unpack(packed, most, sidecar.file, findings);
  if (bytes === undefined) return undefined;
  const digest = sha256(bytes);
  findings.equal(`${path}.sha256`, digest, sidecar.sha256, "the digest is that of the file's uncompressed bytes");
  const rows = parseLines(sidecar.file, bytes, findings);
  if (rows === undefined) return undefined;
  findings.equal(`${path}.count`, rows.length, sidecar.count, "the count is the file's number of lines");
  return { rows, sha256: digest };
}

// A small file can hold very much: what it unpacks to is held against what the document says of it before it is in memory.
const longestLine = { equity: 1024, events: 16_384 };
const mostUnpackedBytes = 2 ** 31;

function unpack(packed: Uint8Array, most: number, file: string, findings: Findings): Uint8Array | undefined {
  try {
    return nodeZlib().gunzipSync(packed, { maxOutputLength: most });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
      findings.add(file, `the file unpacks to more than the ${most} bytes that its number of lines allows`);
    } else {
      findings.add(file, "the file is not whole gzip data");
    }
    return undefined;
  }
}

function parseLines(file: string, bytes: Uint8Array, findings: Findings): unknown[] | undefined {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const rows: unknown[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(10, from);
    const line = parseLine(decoder, bytes.subarray(from, end < 0 ? bytes.length : end));
    if (line === undefined || end < 0) {
      findings.add(`${file}[${rows.length}]`, "a line is one canonical JSON value and ends with a newline");
      return undefined;
    }
    rows.push(line.value);
    from = end + 1;
  }
  return rows;
}

function parseLine(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array): { readonly value: unknown } | undefined {
  try {
    const text = decoder.decode(bytes);
    const value: unknown = JSON.parse(text);
    return canonicalJson(value) === text ? { value } : undefined;
  } catch {
    // Not JSON, or not UTF-8: the caller names the line.
    return undefined;
  }
}
