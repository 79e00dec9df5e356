"use client";

import type { ReactNode } from "react";
import { formatDate, formatList } from "#app/_lib/format.ts";
import { Breadcrumbs, type Crumb } from "#app/_ui/breadcrumbs.tsx";
import type { RunOverview } from "#server/runs/results/overview.ts";
import { HashWithVerify } from "./hash-with-verify.tsx";

interface ResultTitleProps {
  readonly crumbs?: readonly Crumb[];
  readonly strategyName: string;
  readonly versionNumber: number;
  readonly symbols: readonly string[];
  readonly overview: RunOverview;
  readonly documentUrl: string;
  readonly actions: ReactNode;
}

/** Line 1: what ran, on what, over which period, and the hash that proves it. */
export function ResultTitle({ crumbs, strategyName, versionNumber, symbols, overview, documentUrl, actions }: ResultTitleProps) {
  const { summary, hash } = overview;
  return (
    <header className="mb-5 flex flex-col gap-1">
      {crumbs !== undefined && <Breadcrumbs items={crumbs} />}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <h1 className="font-semibold text-title">
            {strategyName} <span className="font-normal text-muted">@ {versionNumber}</span>
          </h1>
          <div className="tabular flex flex-wrap items-center gap-x-4 text-muted">
            <span title={symbols.join(", ")}>{formatList(symbols)}</span>
            <span>
              {formatDate(summary.from)} to {formatDate(summary.to)}
            </span>
            <HashWithVerify hash={hash} documentUrl={documentUrl} />
          </div>
        </div>
        <div className="flex flex-wrap items-center gap-2">{actions}</div>
      </div>
    </header>
  );
}
