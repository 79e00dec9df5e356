import { nodeCrypto } from "../node-builtins.ts";

/** sha256 of a text's UTF-8 bytes (or of bytes), as 64 hex digits. */
export function sha256(content: string | Uint8Array): string {
  return nodeCrypto().createHash("sha256").update(content).digest("hex");
}

/** sha256 over a sequence of texts that is too long to hold at once. */
export function sha256OfParts(parts: Iterable<string>): string {
  const hash = nodeCrypto().createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
