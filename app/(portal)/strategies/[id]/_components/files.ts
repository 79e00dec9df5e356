import { filePath, filePathHint, longestPath } from "#server/strategies/file-path.ts";

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The entry first, as they are stored. */
export type Files = readonly SourceFile[];

/** Whether two sets of files are one version: the same texts under the same paths with the same entry. */
export function areSame(a: Files, b: Files): boolean {
  return a.length === b.length && a[0]?.path === b[0]?.path && changedFiles(a, b).length === 0;
}

export interface ChangedFile {
  readonly path: string;
  readonly change: "added" | "removed" | "changed";
  readonly before: string;
  readonly after: string;
}

/** The files that differ, by path; one with another path was removed and added. */
export function changedFiles(before: Files, after: Files): ChangedFile[] {
  const was = new Map(before.map(({ path, text }) => [path, text]));
  const is = new Map(after.map(({ path, text }) => [path, text]));
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((path): ChangedFile[] => {
    const [old, now] = [was.get(path), is.get(path)];
    if (old === now) return [];
    return [{ path, change: old === undefined ? "added" : now === undefined ? "removed" : "changed", before: old ?? "", after: now ?? "" }];
  });
}

/** What is wrong with a path for another file beside `taken`, if anything. */
export function pathProblem(path: string, taken: readonly string[]): string | undefined {
  if (path.length > longestPath || !filePath.test(path)) return filePathHint;
  // Folders that tell capitals apart and ones that do not must hold the same strategy.
  const same = taken.find((other) => other.toLowerCase() === path.toLowerCase());
  return same === undefined ? undefined : `There is a file ${same} already.`;
}

export const withText = (files: Files, path: string, text: string): Files =>
  files.map((file) => (file.path === path ? { path, text } : file));

export const withPath = (files: Files, from: string, to: string): Files =>
  files.map((file) => (file.path === from ? { path: to, text: file.text } : file));

export function withEntry(files: Files, path: string): Files {
  return [...files.filter((file) => file.path === path), ...files.filter((file) => file.path !== path)];
}
