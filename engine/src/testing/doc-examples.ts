import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The `ts` blocks of the doc comments of a source file, in order. */
export function docExamples(sourceFile: URL): string[] {
  const source = readFileSync(sourceFile, "utf8");
  return [...source.matchAll(/^\s*\* ```ts\n([\s\S]*?)^\s*\* ```$/gm)].map(([, block = ""]) => block.replace(/^\s*\* ?/gm, ""));
}

/** Imports an example as the file a user would save, and gives its exports. */
export async function importExample(code: string): Promise<Readonly<Record<string, unknown>>> {
  const folder = mkdtempSync(join(tmpdir(), "rustybt-example-"));
  try {
    const file = join(folder, "example.ts");
    writeFileSync(file, code);
    return await import(/* @vite-ignore */ file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
