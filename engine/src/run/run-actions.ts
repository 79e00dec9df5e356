import { type ActionsHandle, callNative } from "../native.ts";
import type { RunWarning } from "./run-output.ts";

export interface RunActions {
  readonly table: ActionsHandle | undefined;
  readonly warnings: readonly RunWarning[];
}

/** The run's table of corporate actions. Throws `DataError` when the file cannot be read. */
export function runActions(path: string | null, symbols: readonly string[]): RunActions {
  if (path === null) return { table: undefined, warnings: [] };
  const table = callNative((core) => core.readActions(path));
  const info: { readonly rows: number; readonly symbols: readonly string[] } = JSON.parse(callNative((core) => core.actionsInfo(table)));
  if (info.symbols.some((symbol) => symbols.includes(symbol))) return { table, warnings: [] };
  const named = info.symbols.slice(0, 5).join(", ");
  const message = `${path} has ${info.rows} corporate actions, none for a symbol of this run (${symbols.slice(0, 5).join(", ")}); it names ${named || "no symbol"}.`;
  return { table, warnings: [{ code: "actions.noneForRun", message, context: { file: path, symbols: info.symbols } }] };
}
