import { registerHooks } from "node:module";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { isRustyBtError, isStrategy, type Strategy, StrategyError } from "@rustybt/engine";
import { suggestion } from "@rustybt/engine/settings";

const engineUrl = new URL("./rustybt.mjs", import.meta.url).href;

/** Imports the bundled strategy. `rustybt` is the one module it gets; from then on nothing else loads, no addon neither. */
export async function loadStrategy(path: string): Promise<Strategy> {
  const entry = pathToFileURL(path).href;
  const rustybt: Readonly<Record<string, unknown>> = await import(engineUrl);
  registerHooks({
    resolve(specifier, context, next) {
      if (context.parentURL !== entry) return next(specifier, context);
      if (specifier === "rustybt") return { url: engineUrl, shortCircuit: true };
      throw new StrategyError(`the strategy imports ${JSON.stringify(specifier)}`, {
        code: "strategy.import",
        hint: 'It can import "rustybt".',
      });
    },
  });
  process.dlopen = () => {
    throw new StrategyError("the strategy loads native code", { code: "strategy.ambient", hint: "Use plain TypeScript." });
  };
  const found = await imported(entry, Object.keys(rustybt));
  if (isStrategy(found.default)) return found.default;
  throw new StrategyError(found.default === undefined ? "the file has no default export" : "the default export is not a strategy", {
    code: "strategy.notAStrategy",
    hint: 'Write `export default defineStrategy({ ... })`, with defineStrategy imported from "rustybt".',
  });
}

async function imported(entry: string, names: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(entry);
  } catch (error) {
    if (isRustyBtError(error)) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const missing = /requested module 'rustybt' does not provide an export named '(.+)'/.exec(message)?.[1];
    if (missing !== undefined) {
      throw new StrategyError(`rustybt has no export named ${missing}${suggestion(missing, names)}`, {
        code: "strategy.import",
        hint: "The editor lists what the package exports; a name that is only a type is imported with `import type`.",
        cause: error,
      });
    }
    throw new StrategyError(message, { code: "strategy.load", hint: "The file threw while it was loaded, before any bar.", cause: error });
  }
}
