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
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

expose(
  createWorker(async () => {
    const response = await fetch("/editor/types.json");
    if (!response.ok) throw new Error(`the editor's types did not load: ${response.status}`);
    const files = new Map(Object.entries((await response.json()) as Record<string, string>));
    return createVirtualTypeScriptEnvironment(createSystem(files), [], ts, options);
  }),
);
