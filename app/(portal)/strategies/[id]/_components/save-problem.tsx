"use client";

import { apiProblem } from "#app/_lib/api-problem.ts";
import { Button } from "#app/_ui/button.tsx";
import { Problem } from "#app/_ui/problem.tsx";

interface SaveProblemProps {
  readonly error: unknown;
  /** Shows the version that somebody else saved meanwhile. */
  readonly onCompare: (versionId: string) => void;
}

export function SaveProblem({ error, onCompare }: SaveProblemProps) {
  const { message, hint, requestId } = apiProblem(error);
  const newer = newerVersionOf(error);
  return (
    <div className="mb-4">
      <Problem
        title={message}
        requestId={requestId}
        action={newer !== undefined && <Button onClick={() => onCompare(newer.id)}>Compare version {newer.number} with yours</Button>}
      >
        {hint}
      </Problem>
    </div>
  );
}

function newerVersionOf(error: unknown): { id: string; number: number } | undefined {
  const context = (error as { data?: { app?: { context?: { newestVersionId?: string; newestNumber?: number } } } }).data?.app?.context;
  if (context?.newestVersionId === undefined || context.newestNumber === undefined) return undefined;
  return { id: context.newestVersionId, number: context.newestNumber };
}
