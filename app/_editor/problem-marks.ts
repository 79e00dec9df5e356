import { type Diagnostic, linter } from "@codemirror/lint";
import type { Extension, Text } from "@codemirror/state";

/** A problem with its place, from 1. */
export interface PlacedProblem {
  readonly message: string;
  readonly hint?: string;
  readonly line?: number;
  readonly column?: number;
}

/** Marks problems where they are, beside what the type checker finds; those without a place are not shown here. */
export function problemMarks(problems: readonly PlacedProblem[]): Extension {
  return linter(({ state }) => problems.flatMap((problem) => markOf(problem, state.doc)), { delay: 0 });
}

function markOf({ message, hint, line, column = 1 }: PlacedProblem, text: Text): Diagnostic[] {
  if (line === undefined || line < 1) return [];
  // A file that ends too early has its problem behind its last line.
  const { from, to } = text.line(Math.min(line, text.lines));
  const start = Math.min(from + Math.max(0, column - 1), to);
  const word = /^\w+/.exec(text.sliceString(start, to))?.[0].length ?? 0;
  const end = word > 0 ? start + word : to;
  return [
    {
      from: start === end ? Math.max(from, start - 1) : start,
      to: end,
      severity: "error",
      source: "inspection",
      message: hint === undefined ? message : `${message}. ${hint}`,
    },
  ];
}
