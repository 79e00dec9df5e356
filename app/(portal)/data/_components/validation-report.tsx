"use client";

import { formatDate, formatDecimal, plural } from "#app/_lib/format.ts";
import { BadRowsTable } from "./bad-rows-table.tsx";
import { CoverageList } from "./coverage-list.tsx";
import type { Report } from "./draft-options.ts";
import { intervalText } from "./interval-text.ts";
import { ruleText } from "./rule-text.ts";

/** How a file was understood, every row that cannot be used with its rule, and what is missing. */
export function ValidationReport({ report }: { readonly report: Report }) {
  const { symbols, badRows, warnings, coverage, file, rows } = report;
  const first = symbols[0];
  const from = symbols.map((symbol) => symbol.from).sort()[0];
  const to = symbols
    .map((symbol) => symbol.to)
    .sort()
    .at(-1);
  const facts: [string, string][] = [
    ["Bars", formatDecimal(rows)],
    ["Bad rows", formatDecimal(badRows.total)],
    ["Symbols", symbols.length === 1 ? (first?.symbol ?? "") : formatDecimal(symbols.length)],
    ["Period", from === undefined || to === undefined ? "" : `${formatDate(from)} – ${formatDate(to)}`],
    ["Interval", first === undefined ? "" : intervalText(first.intervalMs, first.isDaily)],
    ["Times", file === null ? "" : file.timezone === "exchange days" ? "dates of exchange days" : `${file.timeFormat}, ${file.timezone}`],
  ];
  return (
    <div className="flex flex-col gap-4">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-3">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt className="text-muted">{label}</dt>
            <dd className={`tabular font-medium ${label === "Bad rows" && badRows.total > 0 ? "text-warn" : ""}`}>{value}</dd>
          </div>
        ))}
      </dl>
      {badRows.total > 0 && (
        <section aria-label="Bad rows" className="flex flex-col gap-2">
          <h2 className="font-semibold text-body">{plural(badRows.total, "bad row")}</h2>
          <ul className="flex flex-wrap gap-x-4 gap-y-1 text-muted">
            {badRows.rules.map(({ rule, count }) => (
              <li key={rule}>
                {ruleText(rule)} <span className="tabular text-text">{formatDecimal(count)}</span>
              </li>
            ))}
          </ul>
          <BadRowsTable rows={badRows.rows} total={badRows.total} />
        </section>
      )}
      {warnings.length > 0 && (
        <section aria-label="Notes" className="flex flex-col gap-1">
          <h2 className="font-semibold text-body">Notes</h2>
          <ul className="list-disc pl-5">
            {warnings.map(({ code, message }) => (
              <li key={code + message}>{message}</li>
            ))}
          </ul>
        </section>
      )}
      <section aria-label="Coverage" className="flex flex-col gap-2">
        <h2 className="font-semibold text-body">Coverage</h2>
        <CoverageList coverage={coverage} symbols={symbols} />
      </section>
    </div>
  );
}
