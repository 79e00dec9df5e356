import { type BacktestResult, documentText, metricRegistry, runBacktest, type Summary, writeResult } from "@rustybt/engine";
import { resolveParams } from "@rustybt/engine/settings";
import { type Command, flagValue, flagValues, type Host, hasFlag, type ParsedArguments } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { type Condition, isMet, parseCondition } from "./fail-if.ts";
import { interruptible } from "./interruption.ts";
import { exitCodeOf, printError } from "./print-error.ts";
import { showProgress, whileBusy, whileWaiting } from "./progress.ts";
import { resultTable } from "./result-table.ts";
import { type Prices, readPrices } from "./run-prices.ts";
import { type CommandSettings, readCommandSettings, runFlags } from "./run-settings-layers.ts";
import { shownPath } from "./shown-path.ts";
import { readSnapshotFlags, type SnapshotOptions, writeSnapshot } from "./snapshot-file.ts";
import { leftBehind } from "./strategy/left-behind.ts";
import { loadStrategy } from "./strategy/load-strategy.ts";
import { runWhatIsDue } from "./stray-errors.ts";
import type { Terminal } from "./terminal.ts";
import { usageError } from "./usage-error.ts";

export const runCommand: Command = {
  name: "run",
  summary: "Runs a strategy over price data and shows what came of it.",
  positionals: [{ name: "strategy.ts", required: true, meaning: "the strategy file, anywhere on disk" }],
  flags: [
    ...runFlags,
    { name: "out", value: "DIR", meaning: "Writes DIR/result.json, the whole result." },
    { name: "snapshot-at", value: "DATE", meaning: "Keeps the run as it stands at this day's close in DIR/snapshot.json; needs --out." },
    { name: "continue", value: "FILE", meaning: "Goes on from a snapshot of the same run, to the same result." },
    { name: "json", meaning: "Writes the result as one JSON document to stdout." },
    { name: "fail-if", value: "CONDITION", repeatable: true, meaning: 'Exits with 3 when a metric says so: "sharpe<1.2".' },
    { name: "unsafe-imports", meaning: "Lets the strategy reach clock, files and network; the result is marked not reproducible." },
  ],
  examples: [
    ["rustybt run sma-cross.ts --data prices.csv", "One symbol, named after its file, with the defaults."],
    ["rustybt run sma-cross.ts --data AAPL=a.csv --data MSFT=m.csv.gz --from 2014-01-01", "Two symbols on one clock, from a date on."],
    [
      "rustybt run sma-cross.ts --data prices.csv --param fast=20 --commission perShare:0.005,min=1 --slippage bps:2",
      "With a parameter and with costs.",
    ],
    [
      "rustybt run sma-cross.ts --data prices.csv --config run.json --set fills.market=nextClose",
      "With settings from a file, one of them changed.",
    ],
    [
      'rustybt run sma-cross.ts --data prices.csv --json --out out --fail-if "sharpe<1.2"',
      "For a CI job: JSON on stdout, out/result.json, exit code 3 when the metric is too low.",
    ],
    [
      "rustybt run sma-cross.ts --data prices.csv --snapshot-at 2014-06-30 --out out",
      "Keeps the run at that day's close beside the result; --continue out/snapshot.json goes on from there.",
    ],
  ],
  notes: ["Precedence: flags, --set, --config, defaults. docs/settings.md lists every setting; paths are relative to the current folder."],
  run,
};

async function run(args: ParsedArguments, host: Host): Promise<number> {
  const conditions = flagValues(args, "fail-if").map((text) => parseCondition(text, conditionNames));
  const settings = readCommandSettings(args);
  if (settings.data.length === 0) {
    throw usageError("rustybt run needs price data: --data PATH", "Give a price file, a folder of them, or SYMBOL=path.", {
      missing: "--data",
    });
  }
  const out = flagValue(args, "out");
  const snapshot = readSnapshotFlags(flagValue(args, "snapshot-at"), flagValue(args, "continue"), out);
  const result = await backtestOf(args.positionals[0] ?? "", settings, { isUnsafe: hasFlag(args, "unsafe-imports"), host, snapshot });
  await showResult(result, { out, isJson: hasFlag(args, "json"), terminal: host.terminal });
  return decide(conditions, result, host);
}

interface Output {
  readonly out: string | undefined;
  readonly isJson: boolean;
  readonly terminal: Terminal;
}

async function showResult(result: BacktestResult, { out, isJson, terminal }: Output): Promise<void> {
  const { written, document } = await interruptible(async ({ stretch }) =>
    whileBusy("Building the result", terminal, () => {
      // Ctrl-C ends the building; the writing after it goes on to its end, so that no half of it is left.
      if (out !== undefined || isJson) stretch(() => (out === undefined ? result.standalone() : result.toJSON()));
      const written = out === undefined ? undefined : writeResult(result, out)[0];
      if (out !== undefined && result.snapshot !== undefined) writeSnapshot(result.snapshot, out);
      return { written, document: isJson ? documentText(out === undefined ? result.standalone() : result.toJSON()) : undefined };
    }),
  );
  if (document === undefined) {
    terminal.out(resultTable(result, terminal.columns));
    terminal.out(nextSteps(written));
    return;
  }
  terminal.out(document);
  if (written !== undefined || result.sidecars === undefined) return;
  terminal.err("note: the printed document does not hold all points or events, see its warning result.shortened; --out DIR writes them.\n");
}

async function backtestOf(
  file: string,
  { run: config, read, data, detail }: CommandSettings,
  { isUnsafe, host, snapshot }: { isUnsafe: boolean; host: Host; snapshot: SnapshotOptions },
): Promise<BacktestResult> {
  const { terminal, now, strayErrors } = host;
  const { strategy, release, placeOf, ...identity } = await loadStrategy(file, { unsafeImports: isUnsafe, strayErrors });
  const runOver = async (prices: Prices): Promise<BacktestResult> => {
    const progress = showProgress("Running", terminal, now);
    try {
      return await interruptible(({ signal, stretch }) =>
        runBacktest(
          { ...config, ...prices, ...snapshot, strategy, identity, signal, onProgress: ({ bar, bars }) => progress.update(bar / bars) },
          { stretch },
        ),
      );
    } finally {
      progress.finish();
    }
  };
  const task = async (): Promise<BacktestResult> => {
    const result = await runOver(await whileWaiting("Reading prices", terminal, () => readPrices({ data, detail }, read, config)));
    await runWhatIsDue();
    return result;
  };
  try {
    // A slip of the keyboard is said at once, not after a minute of reading prices.
    resolveParams(strategy.params, config.params);
    return await strayErrors.during(task, (error) => leftBehind(error, placeOf(error)));
  } finally {
    release();
  }
}

/** The exit code the conditions lead to. What cannot be decided is printed here: the result is out already. */
function decide(conditions: readonly Condition[], result: BacktestResult, { terminal }: Host): number {
  let code: number = exitCodes.ok;
  for (const condition of conditions) {
    const metric = result.metric(condition.metric);
    const { costs: _byKind, byCurrency: _each, ...figures } = result.summary;
    const summary: Readonly<Record<string, string | number | null>> = figures;
    const value = metric === undefined ? summary[condition.metric] : metric.value;
    try {
      if (!isMet(condition, value, metric?.undefinedBecause)) continue;
      terminal.err(`--fail-if ${JSON.stringify(condition.text)} is met: ${condition.metric} is ${value}\n`);
      if (code === exitCodes.ok) code = exitCodes.conditionMet;
    } catch (error) {
      printError(error, terminal);
      code = exitCodeOf(error);
    }
  }
  return code;
}

const summaryNumbers = [
  "startValue",
  "endValue",
  "profit",
  "totalReturn",
  "annualReturn",
  "maxDrawdown",
  "cash",
  "fees",
  "slippage",
  "dividends",
  "orders",
  "fills",
  "trades",
  "points",
] as const satisfies readonly (keyof Summary)[];

const conditionNames: readonly string[] = [...new Set([...metricRegistry.map(({ id }) => id), ...summaryNumbers])];

function nextSteps(written: string | undefined): string {
  const steps =
    written === undefined
      ? ["  add --out DIR to keep the whole result, --json to pipe it"]
      : [`  rustybt verify ${shownPath(written)}      recomputes it from the document alone`];
  return `${written === undefined ? "" : `wrote ${shownPath(written)}\n`}\nNext\n${steps.join("\n")}\n`;
}
