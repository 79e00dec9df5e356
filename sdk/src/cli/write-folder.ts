import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmdirSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";

export interface OutputFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/**
 * Writes files into a folder so that a reader sees either all of them or what was there before: each goes to a temporary name beside its
 * place, and all are renamed at the end, the last file of the list last. When anything fails, nothing of it is left.
 */
export function writeFolder(folder: string, files: readonly OutputFile[]): void {
  const made = missingFolders(folder);
  const temporary = files.map(({ name, content }) => ({
    path: join(folder, name),
    draft: join(folder, `.${name}.${process.pid}.tmp`),
    content,
  }));
  try {
    // Not by `recursive`, which never ends where the system denies that a parent exists, as in /proc.
    for (const path of made.toReversed()) mkdirSync(path);
    for (const { draft, content } of temporary) writeWhole(draft, content);
    for (const { draft, path } of temporary) renameSync(draft, path);
  } catch (error) {
    for (const { draft } of temporary) rmSync(draft, { force: true });
    // Only folders made here are taken away, and only while they are empty.
    for (const path of made) removeEmpty(path);
    throw error;
  }
}

function writeWhole(path: string, content: string | Uint8Array): void {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  const file = openSync(path, "wx");
  try {
    for (let at = 0; at < bytes.byteLength; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Folders on the way that do not exist yet, innermost first. */
function missingFolders(folder: string): string[] {
  const missing: string[] = [];
  for (let path = folder; !existsSync(path) && dirname(path) !== path; path = dirname(path)) missing.push(path);
  return missing;
}

function removeEmpty(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // Not ours to remove: something else has appeared in it.
  }
}
