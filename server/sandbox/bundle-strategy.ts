import { runBundler } from "./run-bundler.ts";

/** A file of a strategy as it is stored: relative to its folder, with forward slashes. */
export interface StrategyFile {
  readonly path: string;
  readonly text: string;
}

/** Something in a strategy's source that keeps it from running, in the user's own coordinates (from 1). */
export interface StrategyProblem {
  /** `strategy.syntax`, `strategy.import`, `strategy.ambient` or `strategy.files`. */
  readonly code: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The next step. */
  readonly hint?: string;
}

/** A strategy as one module that imports `rustybt` and nothing else. It has not been run. */
export interface StrategyBundle {
  readonly code: string;
  /** Source map (version 3) of `code`, kept apart from it. */
  readonly sourceMap: string;
  /** As given, entry first. */
  readonly files: readonly StrategyFile[];
  /** What the manifest says when the strategy has no name of its own: the entry's file name without its extension. */
  readonly name: string;
  /** The code hash of `rustybt run`: over the files that the entry reaches, by their paths beside it. */
  readonly sha256: string;
}

export type Bundled = { readonly bundle: StrategyBundle } | { readonly problems: readonly StrategyProblem[] };

/**
 * Bundles a strategy from memory without running it: only the given files and `rustybt` can be imported. The text is a stranger's, and a
 * parser can be brought down by text alone, so parsing happens in a process of its own with limits.
 */
export async function bundleStrategy(files: readonly StrategyFile[]): Promise<Bundled> {
  const refused = refusedFiles(files);
  if (refused !== undefined) return { problems: [refused] };
  const answer = await runBundler(files);
  if ("problems" in answer) return answer;
  return { bundle: { ...answer, files } };
}

const mostFiles = 50;
const mostBytes = 512 * 1024;

function refusedFiles(files: readonly StrategyFile[]): StrategyProblem | undefined {
  const [entry] = files;
  if (entry === undefined) return filesProblem("", "a strategy needs at least one file");
  if (files.length > mostFiles) return filesProblem(entry.path, `a strategy has at most ${mostFiles} files, got ${files.length}`);
  const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  if (bytes > mostBytes)
    return filesProblem(entry.path, `a strategy has at most ${mostBytes / 1024} KiB of source, got ${Math.ceil(bytes / 1024)} KiB`);
  const seen = new Set<string>();
  for (const { path } of files) {
    if (!isPlainPath(path)) return filesProblem(path, `${JSON.stringify(path)} is no path for a strategy's file`);
    if (seen.has(path)) return filesProblem(path, `${path} is there twice`);
    seen.add(path);
  }
  // A bundler would go and read the file that is named.
  for (const { path, text } of files) {
    const found = /[#@]\s*sourceMappingURL\s*=/.exec(text);
    if (found === null) continue;
    const before = text.slice(0, found.index).split("\n");
    const hint = "Remove the line; places in errors are those of the file itself.";
    return {
      code: "strategy.files",
      file: path,
      line: before.length,
      column: (before.at(-1)?.length ?? 0) + 1,
      message: `${path} names a source map`,
      hint,
    };
  }
  if (!/\.m?[tj]s$/.test(entry.path)) return filesProblem(entry.path, `${entry.path} does not end in .ts, .mts, .js or .mjs`);
  return undefined;
}

function isPlainPath(path: string): boolean {
  return /^[\w][\w .-]*(\/[\w][\w .-]*)*\.(m?[tj]s|json)$/.test(path) && path.length <= 200;
}

function filesProblem(file: string, message: string): StrategyProblem {
  return {
    code: "strategy.files",
    file,
    line: 1,
    column: 1,
    message,
    hint: "Use short relative paths such as sma-cross.ts or lib/signals.ts.",
  };
}
