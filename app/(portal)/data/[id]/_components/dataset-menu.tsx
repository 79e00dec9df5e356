"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { ConfirmDangerous } from "#app/_ui/confirm-dangerous.tsx";
import { Dialog, DialogClose } from "#app/_ui/dialog.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import type { Dataset } from "./types.ts";

/** Rename, archive, restore. */
export function DatasetMenu({ dataset }: { readonly dataset: Dataset }) {
  const router = useRouter();
  const trpc = useTRPC();
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
      <Rename dataset={dataset} />
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

function Rename({ dataset }: { readonly dataset: Dataset }) {
  const formId = useId();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState(dataset.name);
  const rename = useMutation(
    useTRPC().datasets.rename.mutationOptions({
      onSuccess: () => {
        setOpen(false);
        router.refresh();
      },
    }),
  );
  return (
    <Dialog
      title="Rename dataset"
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setName(dataset.name);
        rename.reset();
      }}
      trigger={<Button variant="ghost">Rename</Button>}
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary" isBusy={rename.isPending} disabled={name.trim() === ""}>
            Rename dataset
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate({ datasetId: dataset.id, name });
        }}
      >
        <Field label="Name" error={rename.isError ? apiProblem(rename.error).message : undefined}>
          <Input value={name} maxLength={80} onChange={({ target }) => setName(target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
