import { relative } from "node:path";
import { type CheckFinding, type CheckReport, runCheck, type Strategy } from "@rustybt/engine";
import { isRustyBtError } from "@rustybt/engine/errors";
import { resolveParams } from "@rustybt/engine/settings";
import { type Command, type Host, hasFlag, type ParsedArguments } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { interruptible } from "./interruption.ts";
import { showProgress, whileWaiting } from "./progress.ts";
import { readPrices } from "./run-prices.ts";
import { type CommandSettings, readCommandSettings, runFlags } from "./run-settings-layers.ts";
import { shownPath } from "./shown-path.ts";
import { leftBehind } from "./strategy/left-behind.ts";
import { type LoadedStrategy, loadStrategy } from "./strategy/load-strategy.ts";
import { ownColumns } from "./strategy/own-columns.ts";
import { type Terminal, wrapText } from "./terminal.ts";
import { usageError } from "./usage-error.ts";

export const checkCommand: Command = {
  name: "check",
  summary: "Proves that a strategy repeats, and that no decision knew a later bar.",
  positionals: [{ name: "strategy.ts", required: true, meaning: "the strategy file, anywhere on disk" }],
  flags: [
    ...runFlags,
    { name: "json", meaning: "Writes findings, notes and what was checked as one JSON document." },
    { name: "unsafe-imports", meaning: "Lets the strategy reach clock, files and network, and looks whether it still repeats." },
  ],
  examples: [
    ["rustybt check sma-cross.ts --data prices.csv", "Runs it twice and afresh, then with the future cut off and replaced by noise."],
    ["rustybt check sma-cross.ts --data prices.csv --param fast=20 --json", "The same flags as run; exit code 1 when something is found."],
  ],
  notes: [
    "Exit code 0 when nothing speaks against the strategy, 1 when something does. docs/command-line.md says what is tried and what cannot be seen.",
  ],
  run: check,
};

async function check(args: ParsedArguments, host: Host): Promise<number> {
  const settings = readCommandSettings(args);
  const file = args.positionals[0] ?? "";
  if (settings.data.length === 0) {
    throw usageError("rustybt check needs price data: --data PATH", "Give a price file, a folder of them, or SYMBOL=path.", {
      missing: "--data",
    });
  }
  const report = await reportOf(file, settings, { isUnsafe: hasFlag(args, "unsafe-imports"), host });
  if (hasFlag(args, "json")) host.terminal.out(`${JSON.stringify({ file, ...report }, null, 2)}\n`);
  else host.terminal.out(reportText(file, report, host.terminal));
  return report.ok ? exitCodes.ok : exitCodes.failed;
}

interface CheckHost {
  readonly isUnsafe: boolean;
  readonly host: Host;
}

/** What the guard refuses, before or during a run, is what `check` was to find. */
async function reportOf(file: string, settings: CommandSettings, checkHost: CheckHost): Promise<CheckReport> {
  try {
    return await checkLoaded(file, settings, checkHost);
  } catch (error) {
    if (!isRustyBtError(error) || error.code !== "strategy.ambient") throw error;
    const { bar, date } = error.context;
    // The guard words the place first.
    const place = /^(\S+:\d+): /.exec(error.message)?.[1];
    const finding: CheckFinding = {
      kind: "ambient",
      message: error.message,
      next: error.hint ?? "A strategy gets everything through ctx.",
      ...(typeof bar === "number" ? { bar } : {}),
      ...(typeof date === "string" ? { date } : {}),
      ...(place === undefined ? {} : { place }),
    };
    return {
      ok: false,
      findings: [finding],
      notes: [],
      checked: ["the strategy reaches for nothing but ctx"],
      work: { bars: 0, runs: 0, cuts: 0, noises: 0, sampled: false },
    };
  }
}

async function checkLoaded(
  file: string,
  { run: config, read, data: paths, detail }: CommandSettings,
  { isUnsafe, host }: CheckHost,
): Promise<CheckReport> {
  const { terminal, now, strayErrors } = host;
  const loads: LoadedStrategy[] = [];
  const load = async (): Promise<LoadedStrategy> => {
    const loaded = await loadStrategy(file, {
      unsafeImports: isUnsafe,
      strayErrors,
      ...(loads.length === 0 ? {} : { fresh: loads.length }),
    });
    loads.push(loaded);
    return loaded;
  };
  const reload = async (): Promise<Strategy> => (await load()).strategy;
  try {
    const { strategy, placeOf, files } = await load();
    resolveParams(strategy.params, config.params);
    const prices = await whileWaiting("Reading prices", terminal, () => readPrices({ data: paths, detail }, read, config));
    const progress = showProgress("Checking", terminal, now);
    const task = () =>
      interruptible(({ signal, stretch }) =>
        runCheck(
          { ...config, ...prices, strategy, signal, onProgress: (share) => progress.update(share) },
          { reload, stretch, columns: ownColumns(files()), shownPlace: (place) => `${shownPath(place.file)}:${place.line}` },
        ),
      );
    try {
      return await strayErrors.during(task, (error) => leftBehind(error, placeOf(error)));
    } finally {
      progress.finish();
    }
  } finally {
    for (const { release } of loads.reverse()) release();
  }
}

function reportText(file: string, { ok, findings, notes, checked, work }: CheckReport, { columns }: Pick<Terminal, "columns">): string {
  const line = (text: string, mark: string): string => `  ${mark}${wrapText(text, columns - 2 - mark.length, " ".repeat(4))}`;
  const title = ok
    ? "nothing speaks against it"
    : `${findings.length} ${findings.length === 1 ? "thing speaks" : "things speak"} against it`;
  return `${[
    `${relative(".", file) === "" ? file : file}: ${title} (${work.bars} bars, ${work.runs} runs)`,
    ...findings.flatMap(({ kind, message, place, next }) => [
      line(`${message}${place === undefined || message.includes(place) ? "" : ` (${place})`}`, `${kind}: `),
      line(next, "  next: "),
    ]),
    ...checked.map((sentence) => line(sentence, ok ? "ok  " : "tried  ")),
    ...notes.map(({ message }) => line(message, "note: ")),
  ].join("\n")}\n`;
}
