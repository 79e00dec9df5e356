"use client";

import { useState } from "react";
import { formatDate, formatDecimal, formatTime, plural } from "#app/_lib/format.ts";
import { Button } from "#app/_ui/button.tsx";
import { CoverageBar } from "./coverage-bar.tsx";
import type { Coverage } from "./draft-options.ts";

interface CoverageListProps {
  readonly coverage: readonly Coverage[];
  readonly symbols: readonly { readonly symbol: string; readonly rows: number; readonly from: string; readonly to: string }[];
}

const shownFirst = 25;

/** How far each symbol fills the sessions of its calendar, and where it does not. */
export function CoverageList({ coverage, symbols }: CoverageListProps) {
  const [isAll, setAll] = useState(false);
  const bySymbol = new Map(coverage.map((one) => [one.symbol, one]));
  const shown = isAll ? symbols : symbols.slice(0, shownFirst);
  return (
    <>
      <ul className="flex flex-col gap-3">
        {shown.map((symbol) => (
          <li key={symbol.symbol} className="flex flex-col gap-1">
            <div className="flex flex-wrap justify-between gap-x-4">
              <span className="font-medium">{symbol.symbol}</span>
              <span className="tabular text-muted">
                {formatDate(symbol.from)} – {formatDate(symbol.to)}
              </span>
            </div>
            <SymbolCoverage symbol={symbol} coverage={bySymbol.get(symbol.symbol)} />
          </li>
        ))}
      </ul>
      {!isAll && symbols.length > shownFirst && (
        <Button className="self-start" onClick={() => setAll(true)}>
          Show all {formatDecimal(symbols.length)} symbols
        </Button>
      )}
    </>
  );
}

function SymbolCoverage({
  symbol,
  coverage,
}: {
  readonly symbol: CoverageListProps["symbols"][number];
  readonly coverage: Coverage | undefined;
}) {
  if (coverage === undefined || coverage.unit === null || coverage.expected === 0) {
    return (
      <p className="text-muted text-note">
        {plural(symbol.rows, "bar")}.{" "}
        {coverage === undefined ? "Not compared with a calendar." : "Bars of more than a day are not compared with a calendar."}
      </p>
    );
  }
  const { unit, expected, missing, outside, gaps, gapCount, calendar, density } = coverage;
  const longest = gaps.reduce<Coverage["gaps"][number] | undefined>(
    (best, gap) => (best === undefined || gap.missing > best.missing ? gap : best),
    undefined,
  );
  const noun = unit === "session" ? "session" : "bar";
  const sentence =
    missing === 0
      ? `All ${plural(expected, noun)} of calendar ${calendar} are there.`
      : `${formatDecimal(missing)} of ${plural(expected, noun)} of calendar ${calendar} ${missing === 1 ? "is" : "are"} missing, in ${plural(gapCount, "gap")}${
          longest === undefined || gapCount === 1 || longest.missing === 1
            ? ""
            : `, the longest ${formatTime(longest.from)} to ${formatTime(longest.to)}`
        }.`;
  return (
    <>
      <CoverageBar density={density} label={`${symbol.symbol}: ${sentence}`} />
      <p className="text-muted text-note">
        {sentence}
        {outside > 0 && ` ${plural(outside, "bar")} ${outside === 1 ? "lies" : "lie"} outside of its sessions.`}
      </p>
      {gaps.length > 0 && (
        <details>
          <summary className="cursor-pointer text-accent text-note">
            {gaps.length < gapCount ? `The ${gaps.length} longest gaps` : "Gaps"}
          </summary>
          <ul className="tabular mt-1 grid gap-x-4 text-note sm:grid-cols-2">
            {gaps.map((gap) => (
              <li key={gap.from}>
                {formatTime(gap.from)}
                {gap.to !== gap.from && ` – ${formatTime(gap.to)}`} <span className="text-muted">({formatDecimal(gap.missing)})</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
