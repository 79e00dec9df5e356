"use client";

import { useQuery } from "@tanstack/react-query";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Problem } from "#app/_ui/problem.tsx";
import { Skeleton } from "#app/_ui/skeleton.tsx";
import { ValidationReport } from "../../_components/validation-report.tsx";

/** What was found in a version's file when it was imported. */
export function VersionReport({ versionId }: { readonly versionId: string }) {
  const query = useQuery({ ...useTRPC().datasets.report.queryOptions({ versionId }), staleTime: Number.POSITIVE_INFINITY });
  if (query.isPending) return <Skeleton className="h-80" />;
  if (query.isError) {
    const { message, hint, requestId } = apiProblem(query.error);
    return (
      <Problem title={message} requestId={requestId} action={<Button onClick={() => void query.refetch()}>Try again</Button>}>
        {hint}
      </Problem>
    );
  }
  return (
    <div className="max-w-240">
      <ValidationReport report={query.data.report} />
    </div>
  );
}
