import { posix } from "node:path";
import { build, type Location, type Message, type Plugin } from "esbuild";
import { codeHash } from "../../../sdk/src/cli/strategy/code-hash.ts";
import type { StrategyFile, StrategyProblem } from "../bundle-strategy.ts";
import type { BundlerAnswer } from "../run-bundler.ts";
import { checkFile } from "./check-file.ts";
import { importSpecifierProblem } from "./import-problem.ts";

/** Bundles the files (entry first) to one module. Problems come in the order of files and lines. */
export async function bundle(files: readonly StrategyFile[]): Promise<BundlerAnswer> {
  const entry = files[0]?.path ?? "";
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const found = await esbuildOutput(entry, texts);
  if ("problems" in found) return found;

  const reached = found.reached.map((path) => ({ path, text: texts.get(path) ?? "" }));
  const problems = reached.flatMap(checkFile);
  if (problems.length > 0) return { problems };
  const beside = posix.dirname(entry);
  const sources = reached.map(({ path, text }) => ({ path: posix.relative(beside, path), bytes: Buffer.from(text) }));
  return { code: found.code, sourceMap: found.sourceMap, name: posix.basename(entry, posix.extname(entry)), sha256: codeHash(sources) };
}

type Output =
  | { readonly code: string; readonly sourceMap: string; readonly reached: readonly string[] }
  | { readonly problems: readonly StrategyProblem[] };

async function esbuildOutput(entry: string, texts: ReadonlyMap<string, string>): Promise<Output> {
  const reached = new Set<string>();
  try {
    const { outputFiles } = await build({
      entryPoints: [entry],
      plugins: [fromMemory(texts, reached)],
      outfile: "strategy.mjs",
      bundle: true,
      write: false,
      format: "esm",
      platform: "neutral",
      target: "node24",
      charset: "utf8",
      legalComments: "none",
      sourcemap: "external",
      sourcesContent: false,
      logLevel: "silent",
      logLimit: mostProblems,
      // As Node strips types: an import that is only a type must say so.
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    });
    const [map, code] = ["strategy.mjs.map", "strategy.mjs"].map(
      (name) => outputFiles.find(({ path }) => path.endsWith(`/${name}`))?.text ?? "",
    );
    return { code: code ?? "", sourceMap: map ?? "", reached: [...reached] };
  } catch (error) {
    if (!hasMessages(error)) throw error;
    return { problems: error.errors.slice(0, mostProblems).map((message) => problemOf(message, entry)) };
  }
}

/** Nobody reads more at once. */
const mostProblems = 50;
const namespace = "strategy";

/** The given files are all there is: paths resolve within them, and no file system is looked at. */
function fromMemory(texts: ReadonlyMap<string, string>, reached: Set<string>): Plugin {
  return {
    name: "from-memory",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
        if (kind === "entry-point") return { path, namespace };
        if (kind === "dynamic-import")
          return { errors: [{ text: "import(...) loads code during the run", notes: [{ text: "Import it at the top of the file." }] }] };
        if (path === "rustybt") return { path, external: true };
        const found = /^\.\.?(\/|$)/.test(path) ? besideFile(posix.join(posix.dirname(importer), path), texts) : undefined;
        if (found !== undefined) return { path: found, namespace };
        const { message, hint } = importSpecifierProblem(path, [...texts.keys()]);
        return { errors: [{ text: message, notes: [{ text: hint }] }] };
      });
      onLoad({ filter: /.*/, namespace }, ({ path }) => {
        reached.add(path);
        const loader = path.endsWith(".json") ? "json" : path.endsWith("ts") ? "ts" : "js";
        return { contents: (texts.get(path) ?? "").replace(/^\uFEFF/, ""), loader };
      });
    },
  };
}

/** Extensions may be left out or be those of the emitted file, as on the command line. */
function besideFile(path: string, texts: ReadonlyMap<string, string>): string | undefined {
  const candidates = [path, `${path}.ts`, path.replace(/\.js$/, ".ts"), path.replace(/\.mjs$/, ".mts"), `${path}.js`, `${path}/index.ts`];
  return candidates.find((candidate) => texts.has(candidate));
}

function hasMessages(error: unknown): error is { readonly errors: readonly Message[] } {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors) && error.errors.length > 0;
}

function problemOf({ text, location, notes, pluginName }: Message, entry: string): StrategyProblem {
  const code = pluginName === "" && !text.startsWith("No matching export") ? "strategy.syntax" : "strategy.import";
  const hint = notes[0]?.text;
  return {
    code,
    file: location === null ? entry : location.file.replace(`${namespace}:`, ""),
    line: location?.line ?? 1,
    column: location === null ? 1 : columnOf(location),
    message: text.replaceAll(`${namespace}:`, ""),
    ...(hint === undefined || hint === "" ? {} : { hint }),
  };
}

/** esbuild counts bytes from 0, editors characters from 1. */
function columnOf({ lineText, column }: Location): number {
  return Buffer.from(lineText).subarray(0, column).toString("utf8").length + 1;
}
