import { isRustyBtError, StrategyError } from "@rustybt/engine";
import type { BadRow, ErrorFrame } from "../frames.ts";

/** An error as a message to the parent. Whatever was thrown may be the strategy's own making: nothing of it is trusted to have text. */
export function describeError(error: unknown): ErrorFrame {
  try {
    return describe(error);
  } catch {
    return { kind: "error", code: "strategy.threw", message: "the strategy threw something that cannot be shown" };
  }
}

/** What came up in a promise nobody waits for. */
export function leftBehind(error: unknown): StrategyError {
  const message = error instanceof Error ? error.message : String(error);
  return new StrategyError(`${message} (in a promise the strategy left behind)`, {
    code: "strategy.leftBehind",
    hint: "Do everything before a callback returns: ctx ends with it, and what is left to promises is no part of the run.",
    cause: error,
  });
}

function describe(error: unknown): ErrorFrame {
  const place = placeOf(error);
  if (!isRustyBtError(error)) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    // Reading what the strategy threw has run the strategy's own code.
    if (place !== undefined)
      return { kind: "error", code: "strategy.threw", message: `the strategy threw ${message}`, line: place.line, column: place.column };
    return {
      kind: "error",
      code: "internal.unexpected",
      message,
      hint: "This is a fault of RustyBT; please report it with the run's number.",
    };
  }
  const { code, message, hint, context } = error;
  const { bar, date, rows } = context;
  return {
    kind: "error",
    code,
    message: message.slice(0, 16_000),
    ...(hint === undefined ? {} : { hint: forPortal(hint) }),
    ...(typeof bar === "number" ? { bar } : {}),
    ...(typeof date === "string" ? { date } : {}),
    ...(Array.isArray(rows) ? { rows: rows as BadRow[] } : {}),
    ...place,
  };
}

/** The first frame of the strategy's code, in the error or in what caused it. */
function placeOf(error: unknown): { line: number; column: number } | undefined {
  for (let each = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth++) {
    const frame = /\/strategy\.mjs:(\d+):(\d+)/.exec(String(each.stack));
    if (frame !== null) return { line: Number(frame[1]), column: Number(frame[2]) };
  }
  return undefined;
}

/** Hints of the engine name flags of the command line; forms have no flags. */
export function forPortal(hint: string): string {
  return hint
    .replace(/ with --bad-rows skip/, " by choosing to skip bad rows")
    .replace(/ with --round-data half-even/, " by choosing to round values");
}
