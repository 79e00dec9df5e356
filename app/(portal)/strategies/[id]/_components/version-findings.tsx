"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Badge } from "#app/_ui/badge.tsx";
import { Button } from "#app/_ui/button.tsx";
import { toast } from "#app/_ui/toast.tsx";
import type { Place, VersionFacts } from "./types.ts";

interface VersionFindingsProps {
  readonly version: VersionFacts;
  readonly isChanged: boolean;
  readonly isBeingRead: boolean;
  readonly mayEdit: boolean;
  /** Another inspection is on its way. */
  readonly onAsked: () => void;
  readonly onPlace: (place: Place) => void;
}

/** What the inspection of a version found: its parameters, or why it cannot run. */
export function VersionFindings({ version, isChanged, isBeingRead, mayEdit, onAsked, onPlace }: VersionFindingsProps) {
  const { id, number, name, params, problems, inspectedAt } = version;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const again = useMutation(
    trpc.strategies.inspectAgain.mutationOptions({
      onSuccess: async () => {
        onAsked();
        await queryClient.invalidateQueries({ queryKey: trpc.strategies.get.queryKey() });
      },
      onError: (error) => toast.error("Not read again", { description: apiProblem(error).message }),
    }),
  );
  const isUnread = inspectedAt === null && !isBeingRead;
  return (
    <aside aria-label={`Version ${number}`} className="flex flex-col gap-3">
      <section>
        <h2 className="mb-1 flex items-center gap-2 font-semibold">
          Version {number} {isChanged && <Badge tone="warn">unsaved changes</Badge>}
        </h2>
        <p aria-live="polite" className="text-muted empty:hidden">
          {isBeingRead && "Being read by a worker…"}
          {isUnread && "No worker could read it yet."}
          {inspectedAt !== null && (problems === null || problems.length === 0) && `Ready to run${name ? ` as “${name}”` : ""}.`}
        </p>
        {isUnread && mayEdit && (
          <Button className="mt-2" size="sm" onClick={() => again.mutate({ versionId: id })} isBusy={again.isPending}>
            Read it again
          </Button>
        )}
      </section>
      {problems !== null && problems.length > 0 && (
        <section role="alert">
          <h3 className="mb-1 font-semibold text-loss">{isUnread ? "What kept it from being read" : "Cannot run"}</h3>
          <ul className="flex flex-col gap-2">
            {problems.map(({ message, hint, file, line, column }) => (
              <li key={`${file}:${line}:${column}:${message}`}>
                {file !== undefined && (
                  <button
                    type="button"
                    className="block text-left font-mono text-accent text-note underline"
                    onClick={() => onPlace({ file, line: line ?? 1 })}
                  >
                    {file}
                    {line !== undefined && `:${line}`}
                    {column !== undefined && `:${column}`}
                  </button>
                )}
                {message}
                {/[.!?]$/.test(message) ? "" : "."} {hint !== undefined && <span className="text-muted">{hint}</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {params !== null && (
        <section>
          <h3 className="mb-1 font-semibold">Parameters</h3>
          {params.length === 0 && <p className="text-muted">It has none.</p>}
          <dl className="rounded-md border">
            {params.map((param) => (
              <div key={param.name} className="flex justify-between gap-2 border-b px-2 py-1.5 last:border-b-0">
                <dt>
                  <code className="font-mono">{param.name}</code>
                </dt>
                <dd className="text-right tabular-nums">
                  {String(param.default)}
                  {(param.min !== undefined || param.max !== undefined) && (
                    <span className="block text-muted text-note">
                      {param.min !== undefined && `from ${param.min} `}
                      {param.max !== undefined && `to ${param.max}`}
                    </span>
                  )}
                  {param.choices !== undefined && <span className="block text-muted text-note">{param.choices.join(", ")}</span>}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </aside>
  );
}
