"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { ConfirmDangerous } from "#app/_ui/confirm-dangerous.tsx";
import { RenameDialog } from "#app/_ui/rename-dialog.tsx";
import type { Dataset } from "./types.ts";

/** Rename, archive, restore. */
export function DatasetMenu({ dataset }: { readonly dataset: Dataset }) {
  const router = useRouter();
  const trpc = useTRPC();
  const rename = useMutation(trpc.datasets.rename.mutationOptions());
  const archive = useMutation(trpc.datasets.archive.mutationOptions());
  const restore = useMutation(trpc.datasets.restore.mutationOptions({ onSuccess: () => router.refresh() }));
  if (dataset.archivedAt !== null) {
    return (
      <Button variant="primary" isBusy={restore.isPending} onClick={() => restore.mutate({ datasetId: dataset.id })}>
        Restore
      </Button>
    );
  }
  return (
    <>
      <RenameDialog
        title="Rename dataset"
        value={{ name: dataset.name }}
        verb="Rename dataset"
        onRename={async ({ name }) => {
          await rename.mutateAsync({ datasetId: dataset.id, name });
          router.refresh();
        }}
      />
      <ConfirmDangerous
        trigger={<Button variant="ghost">Archive</Button>}
        title="Archive dataset"
        consequence={`${dataset.name} leaves the list and the run form. Its versions, and the results of runs over them, stay.`}
        name={dataset.name}
        verb="Archive dataset"
        onConfirm={async () => {
          await archive.mutateAsync({ datasetId: dataset.id });
          router.push("/data");
          router.refresh();
        }}
      />
    </>
  );
}
