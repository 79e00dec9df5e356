import { createHash } from "node:crypto";

export interface SourceFile {
  /** Relative to the strategy's folder, with forward slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * sha256 (hex) of a strategy's source: of each file, sorted by the bytes of its path, the path, a NUL, the length in decimal, a NUL and the
 * bytes. The same files give the same hash wherever they lie.
 */
export function codeHash(files: readonly SourceFile[]): string {
  const hash = createHash("sha256");
  const sorted = files.map(({ path, bytes }) => ({ path: Buffer.from(path), bytes })).sort((a, b) => Buffer.compare(a.path, b.path));
  for (const { path, bytes } of sorted) {
    hash.update(path).update(`\0${bytes.byteLength}\0`).update(bytes);
  }
  return hash.digest("hex");
}
