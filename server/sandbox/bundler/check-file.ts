import { stripTypeScriptTypes } from "node:module";
import { isRustyBtError } from "@rustybt/engine/errors";
import { unsafeHint } from "../../../sdk/src/cli/strategy/ambient-names.ts";
import { checkSource } from "../../../sdk/src/cli/strategy/check-source.ts";
import type { StrategyFile, StrategyProblem } from "../bundle-strategy.ts";

/** What the command line refuses in a strategy's own file: types that cannot be erased, and clock, chance, machine and network where they can be seen. */
export function checkFile({ path, text }: StrategyFile): StrategyProblem[] {
  if (path.endsWith(".json")) return [];
  const plain = plainJavaScript(path, text.replace(/^\uFEFF/, ""));
  if (typeof plain !== "string") return [plain];
  try {
    checkSource({ code: plain, file: path, format: "module", own: true });
    return [];
  } catch (error) {
    if (isRustyBtError(error)) {
      const { line, column } = error.context;
      const place = { file: path, line: typeof line === "number" ? line : 1, column: typeof column === "number" ? column : 1 };
      const hint = error.hint?.replace(unsafeHint, "").trim();
      return [{ code: error.code, ...place, message: error.message.replace(/^[^ ]*: /, ""), ...(hint === undefined ? {} : { hint }) }];
    }
    if (!isParseError(error)) throw error;
    return [syntaxProblem(path, error.loc.line, error.loc.column + 1, error.message.replace(/ \(\d+:\d+\)$/, ""))];
  }
}

function plainJavaScript(path: string, text: string): string | StrategyProblem {
  if (!/\.m?ts$/.test(path)) return text;
  try {
    return stripTypeScriptTypes(text, { mode: "strip", sourceUrl: path });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const line = /:(\d+)$/m.exec(error.stack?.split("\n", 1)[0] ?? "")?.[1];
    return syntaxProblem(path, Number(line ?? 1), 1, error.message.replace("in strip-only mode", "here: types must be erasable"));
  }
}

function syntaxProblem(file: string, line: number, column: number, message: string): StrategyProblem {
  return { code: "strategy.syntax", file, line, column, message };
}

function isParseError(error: unknown): error is SyntaxError & { readonly loc: { readonly line: number; readonly column: number } } {
  return error instanceof SyntaxError && "loc" in error && typeof error.loc === "object" && error.loc !== null && "line" in error.loc;
}
