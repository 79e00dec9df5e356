import { readFileSync } from "node:fs";
import { type LoadHookContext, type RegisterHooksOptions, registerHooks, stripTypeScriptTypes } from "node:module";
import { dirname, extname, isAbsolute, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { StrategyError } from "@rustybt/engine/errors";
import { shownPath } from "../shown-path.ts";
import { checkSource, checkSyntax, refusedSpecifier } from "./check-source.ts";
import type { SourceFile } from "./code-hash.ts";
import { refusedSource } from "./refused-source.ts";

type LoadHook = NonNullable<RegisterHooksOptions["load"]>;
type ResolveHook = NonNullable<RegisterHooksOptions["resolve"]>;

export interface StrategyModules {
  /** The strategy's own files and those of npm packages it imports, so far. */
  files(): SourceFile[];
  /** How messages show a module of the strategy, by URL or path; undefined for any other. */
  shownFile(address: string): string | undefined;
  deregister(): void;
}

export interface ModuleOptions {
  /** `file:` URL of the strategy file. */
  readonly entry: string;
  /** `file:` URL of the running package's main module. */
  readonly packageUrl: string;
  /** Lets everything through that O9 refuses. */
  readonly unsafe: boolean;
}

/**
 * Teaches Node's loader what strategy files need: `rustybt` is the running package, types are stripped, and every module reached from the
 * strategy is checked before any of them runs.
 */
export function registerStrategyModules({ entry, packageUrl, unsafe }: ModuleOptions): StrategyModules {
  const folder = dirname(fileURLToPath(entry));
  const { search } = new URL(entry);
  const own = new Map<string, Uint8Array | undefined>();
  const isStrategyModule = (url: string | undefined): url is string => url !== undefined && own.has(url);

  const resolve: ResolveHook = (specifier, context, next) => {
    if (specifier === entry) {
      const found = next(specifier, context);
      own.set(found.url, undefined);
      return found;
    }
    if (!isStrategyModule(context.parentURL)) return next(specifier, context);
    if (specifier === "rustybt") return { url: packageUrl, shortCircuit: true };
    if (specifier.startsWith("rustybt/")) return resolvePart(specifier, () => next(specifier, { ...context, parentURL: packageUrl }));

    const refused = unsafe ? undefined : refusedSpecifier(specifier);
    if (refused !== undefined) {
      throw refusedSource(`the import of ${JSON.stringify(specifier)}`, refused, { file: shownUrl(context.parentURL), line: undefined });
    }
    const found = resolveLikeBundlers(specifier, (candidate) => next(candidate, context));
    if (!found.url.startsWith("file:")) return found;
    // Loaded afresh, the strategy's own files are other modules than before; npm packages stay what they are.
    const url = isInPackage(folder, fileURLToPath(found.url)) ? found.url : `${found.url}${search}`;
    own.set(url, own.get(url));
    return { ...found, url };
  };

  const load: LoadHook = (url, context, next) => {
    if (!isStrategyModule(url)) return next(url, context);
    const path = fileURLToPath(url);
    const bytes = readFileSync(path);
    own.set(url, bytes);
    if (context.format === "json") return next(url, context);
    if (extname(path) === ".node")
      throw refusedSource(
        "a native addon",
        { brings: "is no plain code", instead: "Use pure JavaScript." },
        { file: shownUrl(url), line: undefined },
      );
    return isInPackage(folder, path) ? loadPackageModule(url, context, next, { bytes, unsafe }) : loadOwnModule(url, bytes, unsafe);
  };

  const hooks = registerHooks({ resolve, load });
  return {
    files: () =>
      [...own].flatMap(([url, bytes]) =>
        bytes === undefined ? [] : [{ path: relative(folder, fileURLToPath(url)).replaceAll(sep, "/"), bytes }],
      ),
    shownFile: (address) => {
      // CommonJS modules are named by their path in stacks.
      const url = isAbsolute(address) ? pathToFileURL(address).href : address;
      return own.has(url) ? shownUrl(url) : undefined;
    },
    deregister: () => hooks.deregister(),
  };
}

function loadOwnModule(url: string, bytes: Buffer, unsafe: boolean): ReturnType<LoadHook> {
  const path = fileURLToPath(url);
  const format = /\.c[jt]s$/.test(path) ? "commonjs" : "module";
  const file = shownPath(path);
  const code = plainJavaScript(bytes.toString("utf8").replace(/^\uFEFF/, ""), path, url);
  try {
    if (unsafe) checkSyntax(code, format);
    else checkSource({ code, file, format, own: true });
  } catch (error) {
    throw isParseError(error) ? syntaxProblem(file, error.loc.line, error.message.replace(/ \(\d+:\d+\)$/, ""), error) : error;
  }
  return { format, source: code, shortCircuit: true };
}

function loadPackageModule(
  url: string,
  context: LoadHookContext,
  next: Parameters<LoadHook>[2],
  { bytes, unsafe }: { bytes: Buffer; unsafe: boolean },
): ReturnType<LoadHook> {
  const loaded = next(url, context);
  if (!unsafe && (loaded.format === "module" || loaded.format === "commonjs")) {
    checkSource({ code: bytes.toString("utf8"), file: shownUrl(url), format: loaded.format, own: false });
  }
  return loaded;
}

function plainJavaScript(text: string, path: string, url: string): string {
  if (!/\.[cm]?ts$/.test(path)) return text;
  try {
    return stripTypeScriptTypes(text, { mode: "strip", sourceUrl: url });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw syntaxProblem(
      shownPath(path),
      lineInStack(error, url),
      error.message.replace("in strip-only mode", "here: types must be erasable"),
      error,
    );
  }
}

/** Extensions may be left out or be those of the emitted file, as bundlers and tsc allow. */
function resolveLikeBundlers<T>(specifier: string, next: (candidate: string) => T): T {
  try {
    return next(specifier);
  } catch (error) {
    if (!specifier.startsWith(".")) throw error;
    for (const candidate of [
      `${specifier}.ts`,
      specifier.replace(/\.js$/, ".ts"),
      specifier.replace(/\.mjs$/, ".mts"),
      `${specifier}.js`,
      `${specifier}/index.ts`,
    ]) {
      if (candidate === specifier) continue;
      try {
        return next(candidate);
      } catch {
        // The first error names the path the user wrote.
      }
    }
    throw error;
  }
}

function resolvePart<T>(specifier: string, next: () => T): T {
  try {
    return next();
  } catch (cause) {
    throw new StrategyError(`rustybt has no part ${specifier}`, {
      code: "strategy.import",
      hint: 'Import from "rustybt".',
      context: { specifier },
      cause,
    });
  }
}

function isInPackage(folder: string, path: string): boolean {
  return relative(folder, path).split(sep).includes("node_modules");
}

function syntaxProblem(file: string, line: number | undefined, message: string, cause: unknown): StrategyError {
  return new StrategyError(`${line === undefined ? file : `${file}:${line}`}: ${message}`, {
    code: "strategy.syntax",
    hint: "Correct the syntax there; an editor with TypeScript shows it underlined.",
    context: { file, ...(line === undefined ? {} : { line }) },
    cause,
  });
}

function isParseError(error: unknown): error is SyntaxError & { loc: { line: number } } {
  return error instanceof SyntaxError && "loc" in error && typeof error.loc === "object" && error.loc !== null && "line" in error.loc;
}

function lineInStack(error: Error, url: string): number | undefined {
  const first = error.stack?.split("\n", 1)[0] ?? "";
  const line = first.startsWith(url) ? Number(first.slice(url.length + 1)) : Number.NaN;
  return Number.isInteger(line) ? line : undefined;
}

function shownUrl(url: string): string {
  return url.startsWith("file:") ? shownPath(fileURLToPath(url)) : url;
}
