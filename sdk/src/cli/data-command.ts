import { writeFileSync } from "node:fs";
import { adjustedBars, loadData, type PriceView, priceViews } from "@rustybt/engine";
import { type Command, flagValue, type ParsedArguments } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { shownPath } from "./shown-path.ts";
import { usageError } from "./usage-error.ts";

export const dataCommand: Command = {
  name: "data",
  summary: "Makes split-adjusted or total-return prices from raw ones and corporate actions.",
  positionals: [
    { name: "adjust", required: true, meaning: "what to do: adjust" },
    { name: "file", required: true, meaning: "raw prices" },
  ],
  flags: [
    { name: "actions", value: "FILE", meaning: "Table of corporate actions; the columns of the price file without it." },
    { name: "view", value: "VIEW", meaning: `${priceViews.join(", ")}; splitAdjusted without it.` },
    { name: "decimals", value: "N", meaning: "Decimals that adjusted prices are rounded to, half-even; 6 without it." },
    { name: "out", value: "FILE", meaning: "CSV to write; prints it without it." },
  ],
  examples: [
    [
      "rustybt data adjust AAPL.csv --actions actions.csv --view totalReturn --out AAPL-total.csv",
      "Writes prices as if dividends were reinvested.",
    ],
  ],
  notes: ["Ratios are exact; each price is rounded once. docs/corporate-actions.md defines the views."],
  async run(args, { terminal }) {
    const [verb, file = ""] = args.positionals;
    if (verb !== "adjust")
      throw usageError(`rustybt data ${verb} is not a command`, "Use rustybt data adjust FILE.", { argument: verb ?? "" });
    const data = await loadData([file], {});
    const [symbol, ...others] = adjustedBars(data, {
      actions: flagValue(args, "actions"),
      view: viewOf(args),
      ...(flagValue(args, "decimals") === undefined ? {} : { decimals: Number(flagValue(args, "decimals")) }),
    });
    if (symbol === undefined || others.length > 0) {
      throw usageError(`${file} holds ${1 + others.length} symbols`, "Give a file of one symbol at a time.", { argument: file });
    }
    const hasVolume = symbol.bars[0]?.volume !== undefined;
    const names = ["date", "open", "high", "low", "close", ...(hasVolume ? ["volume"] : [])];
    const rows = symbol.bars.map(({ time, open, high, low, close, volume }) =>
      [time, open, high, low, close, ...(hasVolume ? [volume] : [])].join(","),
    );
    const text = `${[names.join(","), ...rows].join("\n")}\n`;
    const out = flagValue(args, "out");
    if (out === undefined) terminal.out(text);
    else {
      writeFileSync(out, text);
      terminal.out(`Wrote ${rows.length} bars of ${symbol.symbol} to ${shownPath(out)}\n`);
    }
    return exitCodes.ok;
  },
};

function viewOf(args: ParsedArguments): PriceView {
  const view = flagValue(args, "view") ?? "splitAdjusted";
  const known = priceViews.find((name) => name === view);
  if (known === undefined)
    throw usageError(`--view is ${JSON.stringify(view)}`, `Use one of ${priceViews.join(", ")}.`, { argument: view });
  return known;
}
