import type { StrategyFile } from "#drizzle/schema/index.ts";
import { codeExcerpt } from "./code-excerpt.ts";
import type { RunProblem } from "./run-events.ts";

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly bar?: number | undefined;
  readonly date?: string | undefined;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** A failure as the run's page shows it: with the lines around its place in the user's own file. */
export function runProblem({ code, message, hint, bar, date, file, line, column }: Failure, files: readonly StrategyFile[]): RunProblem {
  const text = files.find(({ path }) => path === file)?.text;
  const excerpt = text === undefined || line === undefined ? undefined : codeExcerpt(text, line);
  const next =
    code === "strategy.threw" ? "Correct this line in the editor; saving makes a new version, which can be run like this one." : hint;
  return {
    code,
    message,
    ...(next === undefined ? {} : { hint: next }),
    ...(bar === undefined ? {} : { bar }),
    ...(date === undefined ? {} : { date }),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    ...(excerpt === undefined ? {} : { excerpt }),
  };
}
