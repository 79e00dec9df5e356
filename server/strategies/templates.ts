import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface StrategyTemplate {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly file: string;
}

/** What a new strategy may begin as: the examples of the repository, each of which runs as it is. */
export const strategyTemplates: readonly StrategyTemplate[] = [
  {
    id: "sma-cross",
    name: "SMA cross",
    description: "Buys when a fast average crosses above a slow one, sells when it crosses below.",
    file: "sma-cross.ts",
  },
  { id: "buy-and-hold", name: "Buy and hold", description: "Puts half of the money into one symbol and stays.", file: "buy-and-hold.ts" },
  {
    id: "monthly-equal-weight",
    name: "Monthly equal weight",
    description: "Holds every symbol with the same weight, put right once a month.",
    file: "monthly-equal-weight.ts",
  },
  {
    id: "breakout-bracket",
    name: "Breakout with bracket",
    description: "Buys a new high, with a target and a stop that cancel each other.",
    file: "breakout-bracket.ts",
  },
  {
    id: "dip-limit",
    name: "Dip with limit",
    description: "Bids a little below a falling market, anew each day while the signal lasts.",
    file: "dip-limit.ts",
  },
  { id: "trailing-stop", name: "Trailing stop", description: "Follows a rise with a stop that only moves up.", file: "trailing-stop.ts" },
];

/** The source of a template. */
export function templateSource({ file }: StrategyTemplate): string {
  return readFileSync(join(process.cwd(), "examples", file), "utf8");
}
