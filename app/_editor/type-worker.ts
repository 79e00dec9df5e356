import { createSystem, createVirtualTypeScriptEnvironment } from "@typescript/vfs";
import { createWorker } from "@valtown/codemirror-ts/worker";
import { expose } from "comlink";
import ts from "typescript";

// The settings of a strategy's author: strict, with the language of the engine's Node and nothing of a browser.
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  lib: ["lib.es2024.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  noUncheckedIndexedAccess: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  // A file without imports is a module too: its names are its own.
  moduleDetection: ts.ModuleDetectionKind.Force,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

const worker = createWorker(async () => {
  const response = await fetch("/editor/types.json");
  if (!response.ok) throw new Error(`the editor's types did not load: ${response.status}`);
  const files = new Map(Object.entries((await response.json()) as Record<string, string>));
  return createVirtualTypeScriptEnvironment(createSystem(files), [], ts, options);
});

// TypeScript's advice is for programs that Node runs.
const aboutNode = / Do you need to install type definitions for node\?.*$/s;
const ownRule = " A strategy imports rustybt and its own files, and gets everything else through ctx.";

/** Of the strategy that is open, by path. */
let open: ReadonlySet<string> = new Set();

const typeWorker = {
  ...worker,
  /** Makes these the files there are; those of a strategy that was open before are gone. */
  setFiles: (files: readonly { readonly path: string; readonly text: string }[]) => {
    const env = worker.getEnv();
    const paths = new Set(files.map(({ path }) => path));
    for (const path of open) if (!paths.has(path)) env.deleteFile(path);
    for (const { path, text } of files) {
      if (open.has(path)) env.updateFile(path, text);
      else env.createFile(path, text);
    }
    open = paths;
  },
  getAutocompletion: (request: Parameters<typeof worker.getAutocompletion>[0]) =>
    withStatementEnded(request.path, request.context.pos, () => worker.getAutocompletion(request)),
  getLints: (request: Parameters<typeof worker.getLints>[0]) =>
    worker.getLints(request).map((found) => ({ ...found, message: found.message.replace(aboutNode, ownRule) })),
  /** Signature and documentation of one entry of a completion. */
  describe: ({ path, pos, name }: { path: string; pos: number; name: string }) =>
    withStatementEnded(path, pos, () => {
      const details = worker.getEnv().languageService.getCompletionEntryDetails(path, pos, name, {}, undefined, {}, undefined);
      return details && { signature: textOf(details.displayParts), documentation: textOf(details.documentation) };
    }),
};

export type TypeWorker = typeof typeWorker;

expose(typeWorker);

/** `ctx.` at the end of a line is read on into the next line; for as long as a question takes, a semicolon ends it. */
function withStatementEnded<T>(path: string, pos: number, ask: () => T): T {
  const env = worker.getEnv();
  const text = env.getSourceFile(path)?.getFullText();
  if (text === undefined || !/\.\w*$/.test(text.slice(0, pos)) || !/^[ \t]*(\r?\n|$)/.test(text.slice(pos))) return ask();
  env.updateFile(path, `${text.slice(0, pos)};${text.slice(pos)}`);
  try {
    return ask();
  } finally {
    env.updateFile(path, text);
  }
}

function textOf(parts: readonly ts.SymbolDisplayPart[] | undefined): string {
  return (parts ?? []).map(({ text }) => text).join("");
}
