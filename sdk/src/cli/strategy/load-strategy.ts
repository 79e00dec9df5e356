import { realpathSync, statSync } from "node:fs";
import { basename, extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isStrategy, type Strategy } from "@rustybt/engine";
import { type ErrorDetails, isRustyBtError, type RustyBtError, StrategyError } from "@rustybt/engine/errors";
import { suggestion } from "@rustybt/engine/settings";
import { shownPath } from "../shown-path.ts";
import type { StrayErrors } from "../stray-errors.ts";
import { installAmbientGuard } from "./ambient-guard.ts";
import { codeHash, type SourceFile } from "./code-hash.ts";
import { registerStrategyModules, type StrategyModules } from "./strategy-modules.ts";

export interface LoadedStrategy {
  readonly strategy: Strategy;
  /** Its own name, else the file's. */
  readonly name: string;
  /** sha256 of its source files. */
  readonly sha256: string;
  /** False with `--unsafe-imports`. */
  readonly reproducible: boolean;
  /** Its own source files, as they were read. */
  files(): readonly SourceFile[];
  /** `file:line` of the nearest frame of an error in one of its files. */
  placeOf(error: unknown): string | undefined;
  /** Ends the guard of ambient clock, chance and network; call it when the run is over. */
  release(): void;
}

export interface LoadOptions {
  readonly unsafeImports: boolean;
  readonly strayErrors: StrayErrors;
  /** Loads the strategy's files anew although they have been loaded before; another number each time. */
  readonly fresh?: number;
}

const extensions = [".ts", ".mts", ".js", ".mjs"];

/**
 * Loads a strategy file from anywhere on disk. `rustybt` in it is the running package. Throws `StrategyError` `strategy.notFound`,
 * `.syntax`, `.import`, `.ambient`, `.load` or `.notAStrategy`.
 */
export async function loadStrategy(given: string, { unsafeImports, strayErrors, fresh }: LoadOptions): Promise<LoadedStrategy> {
  const path = strategyPath(given);
  const entry = `${pathToFileURL(path).href}${fresh === undefined ? "" : `?fresh=${fresh}`}`;
  const packageUrl = new URL(import.meta.url.endsWith(".ts") ? "../../index.ts" : "./index.js", import.meta.url).href;
  const rustybt: Readonly<Record<string, unknown>> = await import(packageUrl);
  const modules = registerStrategyModules({ entry, packageUrl, unsafe: unsafeImports });
  const guard = unsafeImports ? undefined : installAmbientGuard(modules.shownFile);
  const release = (): void => {
    guard?.remove();
    modules.deregister();
  };
  try {
    const loaded: Readonly<Record<string, unknown>> = await strayErrors.during(() => import(entry));
    const strategy = defaultStrategy(loaded, shownPath(path));
    const name = strategy.name ?? basename(path, extname(path));
    const placeOf = (error: unknown): string | undefined => placeInStack(error, modules);
    return { strategy, name, sha256: codeHash(modules.files()), reproducible: !unsafeImports, files: modules.files, placeOf, release };
  } catch (error) {
    release();
    throw isRustyBtError(error) ? placed(error, modules) : loadProblem(error, shownPath(path), modules, Object.keys(rustybt));
  }
}

function strategyPath(given: string): string {
  const path = resolve(given);
  const found = statSync(path, { throwIfNoEntry: false });
  const context = { file: given, path };
  if (found === undefined) {
    throw new StrategyError(`strategy file not found: ${given} (looked at ${path})`, {
      code: "strategy.notFound",
      hint: "Check the path; `rustybt init` makes a project with a strategy.",
      context,
    });
  }
  if (!found.isFile()) {
    throw new StrategyError(`${given} is not a file`, {
      code: "strategy.notFound",
      hint: "Name the strategy file itself, such as strategies/sma-cross.ts.",
      context,
    });
  }
  if (!extensions.includes(extname(path))) {
    throw new StrategyError(`${given} does not end in ${extensions.join(", ")}`, {
      code: "strategy.notFound",
      hint: "A strategy is a TypeScript or JavaScript module; put price files after --data.",
      context,
    });
  }
  return realpathSync(path);
}

function defaultStrategy(module: Readonly<Record<string, unknown>>, file: string): Strategy {
  const found = module.default;
  if (isStrategy(found)) return found;
  const others = Object.keys(module).filter((name) => name !== "default");
  const seen =
    found === undefined
      ? `has no default export${others.length === 0 ? "" : ` (it exports ${others.join(", ")})`}`
      : `exports ${describe(found)} by default, not a strategy`;
  throw new StrategyError(`${file} ${seen}`, {
    code: "strategy.notAStrategy",
    hint: 'Write `export default defineStrategy({ ... })`, with defineStrategy imported from "rustybt".',
    context: { file },
  });
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "function") return "a function";
  return typeof value === "object" ? "a plain object" : `${JSON.stringify(value)}`;
}

function loadProblem(error: unknown, file: string, modules: StrategyModules, names: readonly string[]): StrategyError {
  const message = error instanceof Error ? error.message : String(error);
  const place = placeInStack(error, modules) ?? file;
  const missing = /requested module '(rustybt)' does not provide an export named '(.+)'/.exec(message);
  if (missing !== null) {
    const name = missing[2] ?? "";
    return new StrategyError(`${place}: rustybt has no export named ${name}${suggestion(name, names)}`, {
      code: "strategy.import",
      hint: "An editor with TypeScript lists what the package exports.",
      context: { file, name },
      cause: error,
    });
  }
  const notFound = /^Cannot find (?:module|package) '(.+?)' imported from (.+?)(?:\n|$)/.exec(message);
  if (notFound !== null || isExportProblem(message)) {
    const shown =
      notFound === null ? message : `cannot find ${shownPath(notFound[1] ?? "")}, imported from ${shownPath(notFound[2] ?? "")}`;
    return new StrategyError(notFound === null ? `${place}: ${shown}` : shown, {
      code: "strategy.import",
      hint: "Check the path of the import; npm packages must be installed beside the strategy.",
      context: { file },
      cause: error,
    });
  }
  return new StrategyError(`${place}: ${message}`, {
    code: "strategy.load",
    hint: "The file threw while it was loaded, before any bar.",
    context: { file },
    cause: error,
  });
}

/** What `defineStrategy` or `param` refused, with the place in the strategy file. */
function placed(error: RustyBtError, modules: StrategyModules): RustyBtError {
  const place = "file" in error.context ? undefined : placeInStack(error, modules);
  if (place === undefined) return error;
  const Class = error.constructor as new (message: string, details: ErrorDetails) => RustyBtError;
  const hint = error.hint === undefined ? {} : { hint: error.hint };
  return new Class(`${place}: ${error.message}`, { code: error.code, ...hint, context: { ...error.context, place }, cause: error });
}

function isExportProblem(message: string): boolean {
  return (
    message.includes("does not provide an export named") || message.includes("is not exported") || message.includes("is not defined by")
  );
}

/** `file:line` of the nearest frame in one of the strategy's files. */
function placeInStack(error: unknown, modules: StrategyModules): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  for (const [, url = "", line] of stack.matchAll(/((?:file:\/\/)?\/[^\s)]+?):(\d+)(?::\d+)?\)?$/gm)) {
    const shown = modules.shownFile(url);
    if (shown !== undefined) return `${shown}:${line}`;
  }
  return undefined;
}
