import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SeenOutcome } from "./run-hostile.ts";

export interface ExpectedOutcome extends Omit<SeenOutcome, "exit"> {
  readonly kind: string;
  readonly title: string;
  readonly exits: readonly string[];
  /** Where it differs. */
  readonly asPlainUser: string;
}

/** The rows of OUTCOMES.md by id. */
export function expectedOutcomes(): ReadonlyMap<string, ExpectedOutcome> {
  const text = readFileSync(join(import.meta.dirname, "../OUTCOMES.md"), "utf8");
  const rows = text.split("\n").filter((line) => line.startsWith("| S-"));
  return new Map(
    rows.map((row) => {
      const [id = "", kind = "", title = "", exit = "", code = "", message = "", printed = "", asPlainUser = ""] = row
        .slice(2, -1)
        .split(" | ")
        .map((cell) => cell.trim());
      return [id, { kind, title, exits: exit.split(/, | or /), code: code.replaceAll("`", ""), message, printed, asPlainUser }];
    }),
  );
}

/** How the last column of a row says what was seen. */
export function asDifference({ exit, code, message }: SeenOutcome): string {
  return [exit, `\`${code}\``, message].filter(Boolean).join(" ");
}
