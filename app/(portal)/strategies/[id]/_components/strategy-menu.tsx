"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { ConfirmDangerous } from "#app/_ui/confirm-dangerous.tsx";
import { RenameDialog } from "#app/_ui/rename-dialog.tsx";
import { toast } from "#app/_ui/toast.tsx";
import type { StrategyWithVersions } from "./types.ts";

/** What can be done to a strategy as a whole. */
export function StrategyMenu({ strategy }: { readonly strategy: StrategyWithVersions }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const rename = useMutation(trpc.strategies.rename.mutationOptions());
  const archive = useMutation(trpc.strategies.archive.mutationOptions());
  const restore = useMutation(
    trpc.strategies.restore.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.strategies.get.queryKey({ strategyId: strategy.id }) }),
      onError: (error) => toast.error("Not restored", { description: apiProblem(error).message }),
    }),
  );
  if (strategy.archivedAt !== null) {
    return (
      <Button onClick={() => restore.mutate({ strategyId: strategy.id })} isBusy={restore.isPending}>
        Restore
      </Button>
    );
  }
  return (
    <>
      <RenameDialog
        title="Rename strategy"
        note="Runs show it under its new name; the code stays as it is."
        value={{ name: strategy.name, description: strategy.description }}
        verb="Rename strategy"
        onRename={async (value) => {
          await rename.mutateAsync({ strategyId: strategy.id, ...value });
          await queryClient.invalidateQueries({ queryKey: trpc.strategies.get.queryKey({ strategyId: strategy.id }) });
        }}
      />
      <ConfirmDangerous
        trigger={<Button variant="ghost">Archive</Button>}
        title="Archive strategy"
        consequence={`${strategy.name} leaves the library. Its versions and the results of its runs stay, and it can be restored.`}
        name={strategy.name}
        verb="Archive strategy"
        onConfirm={async () => {
          await archive.mutateAsync({ strategyId: strategy.id });
          // Whoever opens it from the archive must not see it as it was.
          queryClient.removeQueries({ queryKey: trpc.strategies.get.queryKey({ strategyId: strategy.id }) });
          router.push("/strategies");
        }}
      />
    </>
  );
}
