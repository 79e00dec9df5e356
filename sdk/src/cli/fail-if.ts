import { canonicalDecimal, compareDecimals, suggestion } from "@rustybt/engine/settings";
import { usageError } from "./usage-error.ts";

type Operator = "<" | "<=" | ">" | ">=" | "==" | "!=";

/** A condition of `--fail-if`, such as `sharpe<1.2`. */
export interface Condition {
  readonly text: string;
  readonly metric: string;
  readonly operator: Operator;
  /** Canonical decimal. */
  readonly limit: string;
}

/** Reads `--fail-if`. Throws `ConfigurationError` `cli.usage` when the text is no condition or names an unknown metric. */
export function parseCondition(text: string, known: readonly string[]): Condition {
  const parts = /^\s*([A-Za-z][\w.]*)\s*(<=|>=|==|!=|<|>)\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*$/.exec(text);
  const [, metric, operator, number] = parts ?? [];
  const limit = canonicalDecimal(number);
  if (metric === undefined || !isOperator(operator) || limit === undefined) {
    throw usageError(
      `--fail-if ${JSON.stringify(text)} is not a condition`,
      'Write metric, operator (< <= > >= == !=) and number, such as --fail-if "sharpe<1.2".',
      { flag: "--fail-if", value: text },
    );
  }
  if (!known.includes(metric)) {
    throw usageError(`--fail-if: unknown metric ${metric}${suggestion(metric, known)}`, `Known: ${known.join(", ")}.`, {
      flag: "--fail-if",
      value: text,
      known,
    });
  }
  return { text: text.trim(), metric, operator, limit };
}

/** Throws `ConfigurationError` `cli.usage` when the run gives the metric no number. */
export function isMet(condition: Condition, value: number | string | null | undefined, because: string | undefined): boolean {
  const exact = canonicalDecimal(value);
  if (exact === undefined) {
    const problem =
      typeof value === "string" ? `is ${value}, not a number` : `is undefined in this run${because === undefined ? "" : `: ${because}`}`;
    throw usageError(
      `--fail-if ${JSON.stringify(condition.text)} cannot be decided: ${condition.metric} ${problem}`,
      "Use a metric that is a number in this run.",
      { flag: "--fail-if", value: condition.text },
    );
  }
  const order = compareDecimals(exact, condition.limit);
  switch (condition.operator) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "==":
      return order === 0;
    case "!=":
      return order !== 0;
  }
}

function isOperator(text: string | undefined): text is Operator {
  return text === "<" || text === "<=" || text === ">" || text === ">=" || text === "==" || text === "!=";
}
