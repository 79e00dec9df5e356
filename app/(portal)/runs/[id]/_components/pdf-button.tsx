"use client";

import { useQuery } from "@tanstack/react-query";
import { FileDown } from "lucide-react";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Tooltip } from "#app/_ui/tooltip.tsx";

/** The report, once the worker has made it. */
export function PdfButton({ runId, isReady }: { readonly runId: string; readonly isReady: boolean }) {
  const trpc = useTRPC();
  const { data = isReady } = useQuery({
    ...trpc.runs.get.queryOptions({ id: runId }),
    enabled: !isReady,
    select: ({ result }) => result !== null && result.pdfSha256 !== null,
    refetchInterval: ({ state }) => (state.data?.result?.pdfSha256 == null ? 2_000 : false),
  });
  if (!data) {
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
