"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";

/** Starts the same run again: same version, data, settings, parameters and seed. */
export function Rerun({ runId }: { readonly runId: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const again = useMutation({ ...trpc.runs.rerun.mutationOptions(), onSuccess: ({ id }) => router.push(`/runs/${id}`) });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button isBusy={again.isPending} onClick={() => again.mutate({ id: runId })}>
        Run again
      </Button>
      {again.isError && <span className="text-loss">{apiProblem(again.error).message}</span>}
    </div>
  );
}
