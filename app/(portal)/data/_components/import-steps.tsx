"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Problem } from "#app/_ui/problem.tsx";
import { toast } from "#app/_ui/toast.tsx";
import type { ReadOptions } from "./draft-options.ts";
import { MappingStep } from "./mapping-step.tsx";
import { ProgressLine } from "./progress-line.tsx";
import { ReportStep } from "./report-step.tsx";
import { StepMarks } from "./step-marks.tsx";

interface ImportStepsProps {
  readonly uploadId: string;
  readonly dataset: { readonly id: string; readonly name: string; readonly nextNumber: number } | undefined;
  readonly onRestart: () => void;
  readonly onDone: () => void;
}

const askEveryMs = 500;

/** What follows the file: its mapping, then its report, each read by a worker. */
export function ImportSteps({ uploadId, dataset, onRestart, onDone }: ImportStepsProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const client = useQueryClient();
  const [isConfirmed, setConfirmed] = useState(false);
  const options = trpc.datasets.upload.queryOptions({ uploadId });
  const upload = useQuery({
    ...options,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data === undefined || isUnderWay(state.data.status) ? askEveryMs : false),
  });
  const again = () => client.invalidateQueries({ queryKey: options.queryKey });
  const inspect = useMutation(trpc.datasets.inspect.mutationOptions({ onSuccess: again }));
  const start = useMutation(trpc.datasets.import.mutationOptions({ onSuccess: again }));
  const { data } = upload;

  const importedInto = data?.status === "imported" ? data.datasetId : null;
  const isLeaving = useRef(false);
  useEffect(() => {
    if (importedInto === null || isLeaving.current) return;
    isLeaving.current = true;
    toast.success("Data imported");
    onDone();
    router.push(`/data/${importedInto}`);
    router.refresh();
  }, [importedInto, onDone, router]);

  const failure = upload.error ?? inspect.error ?? start.error;
  if (failure !== null) {
    const { message, hint, requestId } = apiProblem(failure);
    return (
      <Problem title={message} requestId={requestId} action={<Button onClick={onRestart}>Choose another file</Button>}>
        {hint}
      </Problem>
    );
  }
  const step = isConfirmed ? 2 : 1;
  if (data === undefined || inspect.isPending || start.isPending || isUnderWay(data.status) || data.status === "imported") {
    const isImport = start.isPending || data?.status === "importing" || data?.status === "imported";
    return (
      <>
        <StepMarks at={step} />
        <div role="status" className="flex min-h-40 items-center justify-center">
          <ProgressLine label={isImport ? "Importing" : `Reading ${data?.fileName ?? "the file"}`} />
        </div>
      </>
    );
  }
  const reread = (changed: ReadOptions) => {
    setConfirmed(false);
    inspect.mutate({ uploadId, options: changed });
  };
  const { report, problem } = data;
  if (report === null) {
    return (
      <>
        <StepMarks at={step} />
        <Problem
          title={problem?.message ?? "The file could not be read."}
          action={
            <>
              <Button onClick={() => reread(readOptionsOf(data.options.read))}>Try again</Button>
              <Button onClick={onRestart}>Choose another file</Button>
            </>
          }
        >
          {problem?.hint}
        </Problem>
      </>
    );
  }
  if (!isConfirmed || report.problem !== null) {
    return (
      <MappingStep
        key={data.updatedAt.getTime()}
        fileName={data.fileName}
        report={report}
        options={readOptionsOf(data.options.read)}
        onReread={reread}
        onContinue={() => setConfirmed(true)}
        onRestart={onRestart}
      />
    );
  }
  return (
    <ReportStep
      fileName={data.fileName}
      report={report}
      problem={problem}
      dataset={dataset}
      onBack={() => setConfirmed(false)}
      onImport={({ name, badRows }) =>
        start.mutate({
          uploadId,
          options: { ...readOptionsOf(data.options.read), badRows },
          into: dataset === undefined ? { name } : { datasetId: dataset.id },
        })
      }
    />
  );
}

function isUnderWay(status: string): boolean {
  return status === "inspecting" || status === "importing" || status === "received";
}

/** Without the choice about bad rows, which is made with the report. */
function readOptionsOf(read: (ReadOptions & { readonly badRows?: string | undefined }) | undefined): ReadOptions {
  const { badRows: _, ...options } = read ?? {};
  return options;
}
