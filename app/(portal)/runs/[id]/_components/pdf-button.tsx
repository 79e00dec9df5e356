"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { FileDown } from "lucide-react";
import { useState } from "react";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Tooltip } from "#app/_ui/tooltip.tsx";

interface PdfButtonProps {
  readonly runId: string;
  readonly isReady: boolean;
  /** Whether the reader's role may have it made again. */
  readonly mayRun: boolean;
}

/** The report, once the worker has made it; where that failed, a way to have it made again. */
export function PdfButton({ runId, isReady, mayRun }: PdfButtonProps) {
  const trpc = useTRPC();
  // The failure that was answered by asking again; only a later one is news.
  const [answered, setAnswered] = useState<number>();
  const failureOf = (failedAt: Date | null | undefined) =>
    failedAt == null || failedAt.getTime() === answered ? undefined : failedAt.getTime();
  const { data: report = { isReady, failedAt: null } } = useQuery({
    ...trpc.runs.get.queryOptions({ id: runId }),
    enabled: !isReady,
    select: ({ result }) => ({ isReady: result !== null && result.pdfSha256 !== null, failedAt: result?.pdfFailedAt ?? null }),
    refetchInterval: ({ state }) => {
      const result = state.data?.result;
      return result?.pdfSha256 == null && failureOf(result?.pdfFailedAt) === undefined ? 2_000 : false;
    },
  });
  const failure = report.isReady ? undefined : failureOf(report.failedAt);
  const again = useMutation({ ...trpc.runs.makeReport.mutationOptions(), onSuccess: () => setAnswered(failure) });
  if (failure !== undefined) {
    const text = again.isError ? apiProblem(again.error).message : "The report could not be made.";
    return (
      <Tooltip text={text}>
        {mayRun ? (
          <Button isBusy={again.isPending} onClick={() => again.mutate({ id: runId })}>
            <FileDown aria-hidden="true" />
            Make the PDF again
          </Button>
        ) : (
          <Button aria-disabled="true">
            <FileDown aria-hidden="true" />
            No PDF
          </Button>
        )}
      </Tooltip>
    );
  }
  if (!report.isReady) {
    return (
      <Tooltip text="The report is being made.">
        <Button aria-disabled="true">
          <FileDown aria-hidden="true" />
          PDF
        </Button>
      </Tooltip>
    );
  }
  return (
    <Button asChild>
      <a href={`/api/runs/${runId}/pdf`} download>
        <FileDown aria-hidden="true" />
        PDF
      </a>
    </Button>
  );
}
