"use client";

import { useMemo } from "react";
import { shortHash } from "#app/_lib/format.ts";
import { ResultTitle } from "#app/_result/result-title.tsx";
import { ResultView } from "#app/_result/result-view.tsx";
import type { Crumb } from "#app/_ui/breadcrumbs.tsx";
import type { RunOverview } from "#server/runs/results/overview.ts";
import { Rerun } from "../../_components/rerun.tsx";
import { PdfButton } from "./pdf-button.tsx";
import { ShareDialog } from "./share-dialog.tsx";

interface FinishedRunProps {
  readonly runId: string;
  readonly crumbs: readonly Crumb[];
  readonly strategy: { readonly name: string; readonly number: number };
  readonly symbols: readonly string[];
  readonly partNames: readonly string[];
  readonly isPdfReady: boolean;
  readonly overview: RunOverview;
  readonly mayRun: boolean;
}

export function FinishedRun({ runId, crumbs, strategy, symbols, partNames, isPdfReady, overview, mayRun }: FinishedRunProps) {
  const source = useMemo(
    () => ({
      overview,
      partsUrl: `/api/runs/${runId}/parts`,
      partNames,
      fileName: `${strategy.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}-${shortHash(overview.hash)}`,
    }),
    [overview, runId, partNames, strategy.name],
  );
  return (
    <>
      <ResultTitle
        crumbs={crumbs}
        strategyName={strategy.name}
        versionNumber={strategy.number}
        symbols={symbols}
        overview={overview}
        documentUrl={`/api/runs/${runId}/document`}
        actions={
          <>
            {mayRun && <Rerun runId={runId} />}
            <PdfButton runId={runId} isReady={isPdfReady} mayRun={mayRun} />
            {mayRun && <ShareDialog runId={runId} />}
          </>
        }
      />
      <ResultView source={source} />
    </>
  );
}
