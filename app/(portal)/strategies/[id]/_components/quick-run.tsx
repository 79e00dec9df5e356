"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Zap } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Select } from "#app/_ui/select.tsx";
import { QuickRunOutcome } from "./quick-run-outcome.tsx";
import type { Place } from "./types.ts";

interface QuickRunProps {
  readonly isChanged: boolean;
  readonly obstacle: string | undefined;
  /** Saves what is unsaved and answers the version to run; undefined when it could not be saved. */
  readonly versionToRun: () => Promise<string | undefined>;
  readonly onPlace: (place: Place) => void;
  readonly onEnd: () => void;
}

/** Runs what is in the editor over the last 250 bars of a dataset and shows what it comes to, beside the editor. */
export function QuickRun({ isChanged, obstacle, versionToRun, onPlace, onEnd }: QuickRunProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const datasets = useQuery(trpc.datasets.list.queryOptions({}));
  const [chosen, setChosen] = useState<string>();
  const [run, setRun] = useState<{ readonly id: string; readonly from: string | null }>();
  const dataset = datasets.data?.find(({ id }) => id === chosen) ?? datasets.data?.[0];
  const quick = useMutation(trpc.strategies.quickRun.mutationOptions());
  const [isSaving, setSaving] = useState(false);
  const isBusy = isSaving || quick.isPending;
  const isBlocked = obstacle !== undefined && !isChanged;

  const start = async () => {
    if (dataset === undefined || isBusy || isBlocked) return;
    setSaving(true);
    const versionId = await versionToRun().finally(() => setSaving(false));
    if (versionId === undefined) return;
    // What failed is told below the button.
    const started = await quick.mutateAsync({ versionId, datasetVersionId: dataset.versionId }).catch(() => undefined);
    if (started === undefined) return;
    setRun({ id: started.runId, from: started.from });
    await queryClient.invalidateQueries({ queryKey: trpc.runs.list.queryKey() });
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== "Enter") return;
      event.preventDefault();
      event.stopPropagation();
      void start();
    };
    // Before the editor, for which the keys are a new line.
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  });

  return (
    <section aria-label="Quick run" className="flex flex-col gap-2">
      <h2 className="font-semibold">Quick run</h2>
      {datasets.data?.length === 0 ? (
        <p className="text-muted">
          There is no data to run on.{" "}
          <Link className="text-accent underline" href="/data?import">
            Import data
          </Link>
        </p>
      ) : (
        <>
          <Field label="Last 250 bars of">
            <Select
              options={(datasets.data ?? []).map(({ id, name, number }) => ({ value: id, label: `${name} @ ${number}` }))}
              value={dataset?.id ?? ""}
              onValueChange={setChosen}
              placeholder={datasets.isPending ? "Loading" : "Choose data"}
            />
          </Field>
          <Button
            onClick={() => void start()}
            isBusy={isBusy}
            disabled={dataset === undefined || isBlocked}
            aria-keyshortcuts="Control+Enter"
            aria-describedby={isBlocked ? "quick-obstacle" : undefined}
          >
            <Zap aria-hidden="true" />
            {isChanged ? "Save and quick run" : "Quick run"}
          </Button>
        </>
      )}
      {isBlocked && (
        <p id="quick-obstacle" className="text-muted text-note">
          {obstacle}
        </p>
      )}
      {datasets.isError && <p className="text-loss">{apiProblem(datasets.error).message}</p>}
      {quick.isError && (
        <p role="alert" className="text-loss">
          {apiProblem(quick.error).message} {apiProblem(quick.error).hint}
        </p>
      )}
      {run !== undefined && <QuickRunOutcome key={run.id} runId={run.id} from={run.from} onPlace={onPlace} onEnd={onEnd} />}
    </section>
  );
}
