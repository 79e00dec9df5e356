import { explain, type FillExplanation, type OrderExplanation } from "@rustybt/engine";
import { type Command, hasFlag } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { documentPath, readResult, withLog } from "./result-file.ts";
import { type Terminal, wrapText } from "./terminal.ts";

export const explainCommand: Command = {
  name: "explain",
  summary: "Accounts for one order of a result: what was asked, what happened, and why.",
  positionals: [
    { name: "result.json", required: true, meaning: "a result document, or the folder it was written to" },
    { name: "ORDER", required: true, meaning: "the order's number, with or without #" },
  ],
  flags: [{ name: "json", meaning: "Writes the account as one JSON document." }],
  examples: [
    ["rustybt explain out/result.json 7", "Each fill with its price, fee and postings, or why there was none."],
    ["rustybt explain out 7 --json", "The same for programs."],
  ],
  async run(args, { terminal }) {
    const [given = "", order = ""] = args.positionals;
    const path = documentPath(given);
    const document = readResult(path);
    const explanation = explain(withLog(document, path), order);
    if (hasFlag(args, "json")) terminal.out(`${JSON.stringify(explanation, null, 2)}\n`);
    else terminal.out(explanationText(explanation, terminal));
    return exitCodes.ok;
  },
};

function explanationText(explanation: OrderExplanation, { columns }: Pick<Terminal, "columns">): string {
  const line = (text: string, indent = "  "): string => `${indent}${wrapText(text, columns - indent.length, `${indent}  `)}`;
  const part = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ["", title, ...lines]);
  const { order, summary, asked, life, fills, whyNot, symbol } = explanation;
  const happened = fills.length === 0 ? "Why it did not fill" : "Why it did not fill whole";
  return `${[
    wrapText(`Order #${order}. ${summary}`, columns),
    ...part("Asked", [line(asked)]),
    ...part(
      "What happened",
      life.map(({ text }) => line(text)),
    ),
    ...part(
      "Fills",
      fills.flatMap((fill) => fillLines(fill, symbol, line)),
    ),
    ...part(
      happened,
      whyNot.map((sentence) => line(sentence)),
    ),
  ].join("\n")}\n`;
}

function fillLines(fill: FillExplanation, symbol: string, line: (text: string, indent?: string) => string): string[] {
  const { id, t, bar, quantity, price, because, feeRule, postings, cash, position, feeCurrency } = fill;
  const inside = "    ";
  return [
    line(`${id}: ${quantity} at ${price}, in bar ${bar} of ${symbol}, ${t}`),
    ...because.map((sentence) => line(sentence, inside)),
    line(`Fee: ${feeRule}`, inside),
    ...(postings === undefined
      ? [line("Postings, cash and position stand in the log, which is not beside this document.", inside)]
      : [
          line(`Postings: ${postings.map(([account, asset, amount]) => `${account} ${asset} ${amount}`).join(", ")}`, inside),
          line(`After it: cash ${cash} ${feeCurrency}, position ${position} ${symbol}`, inside),
        ]),
  ];
}
