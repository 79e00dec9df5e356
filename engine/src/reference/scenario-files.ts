import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BacktestOptions } from "rustybt";
import { type CarryTerms, dateOf, type OracleScenario, type ScenarioSymbol } from "./scenario.ts";

type FileSettings = Pick<BacktestOptions, "actions" | "latency" | "rates" | "borrow" | "financing">;

/** The settings of a scenario that may name files, which are written to a folder. */
export function fileSettings(scenario: OracleScenario, folder: ScenarioFolder): FileSettings {
  return {
    ...actionFile(scenario.symbols, folder),
    ...latencySetting(scenario, folder),
    ...ratesSetting(scenario, folder),
    ...carrySettings(scenario, folder),
  };
}

/** A folder for a scenario's files that exists once there is one. */
export class ScenarioFolder {
  #path: string | undefined;

  /** The path of a CSV that has just been written. */
  write(name: string, rows: readonly (readonly string[])[]): string {
    this.#path ??= mkdtempSync(join(tmpdir(), "scenario-"));
    const path = join(this.#path, name);
    writeFileSync(path, rows.map((row) => `${row.join(",")}\n`).join(""));
    return path;
  }

  remove(): void {
    if (this.#path !== undefined) rmSync(this.#path, { recursive: true });
  }
}

function latencySetting({ latency }: OracleScenario, folder: ScenarioFolder): Pick<BacktestOptions, "latency"> {
  if (latency === undefined) return {};
  let files = 0;
  const onDisk = (_: string, value: unknown): unknown => {
    const { model, ms } = (value ?? {}) as { model?: string; ms?: readonly string[] };
    if (model !== "file" || ms === undefined) return value;
    return {
      model,
      path: folder.write(
        `latency-${files++}.csv`,
        ms.map((one) => [one]),
      ),
    };
  };
  return { latency: JSON.parse(JSON.stringify(latency, onDisk)) };
}

function carrySettings({ borrow, financing }: OracleScenario, folder: ScenarioFolder): FileSettings {
  const set = (kind: string, terms: CarryTerms | undefined) => {
    if (terms?.file === undefined) return terms;
    const { file: lines, ...rest } = terms;
    const columns = ["symbol", "from", "rate", "long", "short", "available"] as const;
    const used = columns.filter((column) => lines.some((line) => line[column] !== undefined));
    return {
      ...rest,
      file: folder.write(`${kind}.csv`, [used, ...lines.map((line) => used.map((column) => line[column] ?? ""))]),
    };
  };
  return { borrow: set("borrow", borrow), financing: set("financing", financing) } as FileSettings;
}

function ratesSetting({ rates }: OracleScenario, folder: ScenarioFolder): Pick<BacktestOptions, "rates"> {
  if (rates === undefined) return {};
  const set = Object.entries(rates).map(([currency, rate]) => {
    if (typeof rate === "string") return [currency, rate];
    return [currency, { file: folder.write(`rates-${currency}.csv`, [["date", "rate"], ...rate]) }];
  });
  return { rates: Object.fromEntries(set) };
}

function actionFile(symbols: readonly ScenarioSymbol[], folder: ScenarioFolder): { actions?: string } {
  const rows = symbols.flatMap(({ symbol, actions }) =>
    actions.map((action) =>
      action.type === "dividend"
        ? [symbol, "dividend", dateOf(action.ex), action.pay === undefined ? "" : dateOf(action.pay), action.amount, ""]
        : [symbol, "split", dateOf(action.ex), "", "", `${action.to}:${action.from}`],
    ),
  );
  if (rows.length === 0) return {};
  return { actions: folder.write("actions.csv", [["symbol", "type", "ex_date", "pay_date", "amount", "ratio"], ...rows]) };
}
