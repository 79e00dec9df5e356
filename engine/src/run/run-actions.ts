import { type ActionsHandle, callNative } from "../native.ts";
import type { RunWarning } from "./run-output.ts";
import type { RunSymbol } from "./run-symbols.ts";
import { unreachedActions } from "./unreached-actions.ts";

export interface RunActions {
  readonly table: ActionsHandle | undefined;
  readonly warnings: readonly RunWarning[];
}

/** The run's table of corporate actions. Throws `DataError` when the file cannot be read. */
export function runActions(path: string | null, symbols: readonly RunSymbol[]): RunActions {
  if (path === null) return { table: undefined, warnings: [] };
  const table = callNative((core) => core.readActions(path));
  const { actions }: { readonly actions: readonly (readonly [string, number])[] } = JSON.parse(
    callNative((core) => core.actionsInfo(table)),
  );
  const exDays = new Map<string, number[]>();
  for (const [symbol, exDay] of actions) {
    const known = exDays.get(symbol);
    if (known === undefined) exDays.set(symbol, [exDay]);
    else known.push(exDay);
  }
  const warnings = symbols.flatMap((symbol) => unreachedActions(path, symbol, exDays.get(symbol.symbol) ?? []));
  if (symbols.some(({ symbol }) => exDays.has(symbol))) return { table, warnings };
  const names = symbols.map(({ symbol }) => symbol);
  const known = [...exDays.keys()];
  const named = known.slice(0, 5).join(", ");
  const message = `${path} has ${actions.length} corporate actions, none for a symbol of this run (${names.slice(0, 5).join(", ")}); it names ${named || "no symbol"}.`;
  return { table, warnings: [{ code: "actions.noneForRun", message, context: { file: path, symbols: known } }] };
}
