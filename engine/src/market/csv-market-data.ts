import { type CsvHandle, callNative } from "../native.ts";
import { rfc3339 } from "../result/rfc3339.ts";
import type { CsvInfo } from "./csv-info.ts";
import { type DataWarning, type MarketData, withTable } from "./market-data.ts";

/** A read file as market data. `source` is what the manifest names it by. */
export function csvMarketData(csv: CsvHandle, source: string): MarketData {
  const info = csvInfo(csv);
  const symbols = info.symbols.map(({ symbol, rows, fromMs, toMs, intervalMs }, index) =>
    withTable(
      {
        symbol,
        source,
        sha256: info.sha256,
        rows,
        from: rfc3339(fromMs),
        to: rfc3339(toMs),
        timezone: info.timezone,
        isDaily: info.daily,
        intervalMs,
      },
      callNative((core) => core.csvTable(csv, index)),
    ),
  );
  return { symbols, warnings: warningsOf(info, source) };
}

export function csvInfo(csv: CsvHandle): CsvInfo {
  return JSON.parse(callNative((core) => core.csvInfo(csv)));
}

function warningsOf(info: CsvInfo, source: string): DataWarning[] {
  const warnings: DataWarning[] = info.notes.map(({ code, message }) => ({ code, message: `${source}: ${message}`, context: { source } }));
  const count = info.dropped.reduce((sum, rule) => sum + rule.count, 0);
  const first = info.droppedRows[0];
  if (count > 0 && first !== undefined) {
    const rules = info.dropped.map((rule) => `${rule.count} ${words(rule.rule)}`).join(", ");
    warnings.push({
      code: "data.badRowsSkipped",
      message: `${source}: ${count} bad ${count === 1 ? "row was" : "rows were"} left out (${rules}), the first on line ${first.line}: ${first.column} "${first.value}" ${first.reason}`,
      count,
      context: { source, rules: info.dropped, rows: info.droppedRows.slice(0, 20) },
    });
  }
  if (info.rounded > 0) {
    warnings.push({
      code: "data.rounded",
      message: `${source}: ${info.rounded} ${info.rounded === 1 ? "value was" : "values were"} rounded half-even to the decimals that are kept`,
      count: info.rounded,
      context: { source },
    });
  }
  return warnings;
}

/** `highBelowLow` as people read it. */
function words(rule: string): string {
  return rule.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
