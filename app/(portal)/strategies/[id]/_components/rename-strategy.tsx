"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Dialog, DialogClose } from "#app/_ui/dialog.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import type { StrategyWithVersions } from "./types.ts";

export function RenameStrategy({ strategy }: { readonly strategy: StrategyWithVersions }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const formId = useId();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState(strategy.name);
  const [description, setDescription] = useState(strategy.description);
  const rename = useMutation(
    trpc.strategies.rename.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.strategies.get.queryKey({ strategyId: strategy.id }) });
        setOpen(false);
      },
    }),
  );
  return (
    <Dialog
      title="Rename strategy"
      description="Runs show it under its new name; the code stays as it is."
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setName(strategy.name);
        setDescription(strategy.description);
        rename.reset();
      }}
      trigger={<Button variant="ghost">Rename</Button>}
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary" isBusy={rename.isPending} disabled={name.trim() === ""}>
            Save name
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate({ strategyId: strategy.id, name, description });
        }}
      >
        <Field label="Name" error={rename.isError ? apiProblem(rename.error).message : undefined} isRequired>
          <Input value={name} onChange={(event) => setName(event.target.value)} maxLength={80} />
        </Field>
        <Field label="Description">
          <Textarea value={description} onChange={(event) => setDescription(event.target.value)} maxLength={500} rows={3} />
        </Field>
      </form>
    </Dialog>
  );
}
