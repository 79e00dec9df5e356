"use client";

import { useMutation } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { useOpenByAddress } from "#app/_lib/use-open-by-address.ts";
import { Button } from "#app/_ui/button.tsx";
import { Dialog, DialogClose } from "#app/_ui/dialog.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Select } from "#app/_ui/select.tsx";

interface Template {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly file: string;
  readonly source: string;
}

export function NewStrategy({ templates }: { readonly templates: readonly Template[] }) {
  const formId = useId();
  const router = useRouter();
  const [open, setOpen] = useOpenByAddress("new");
  const [name, setName] = useState("");
  const [templateId, setTemplateId] = useState(templates[0]?.id ?? "");
  const create = useMutation(
    useTRPC().strategies.create.mutationOptions({
      onSuccess: ({ strategyId }) => router.push(`/strategies/${strategyId}`),
    }),
  );
  const template = templates.find(({ id }) => id === templateId);

  return (
    <Dialog
      title="New strategy"
      description="It begins as a template and is yours to change."
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        create.reset();
        setName("");
      }}
      trigger={
        <Button variant="primary">
          <Plus aria-hidden="true" />
          New strategy
        </Button>
      }
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary" isBusy={create.isPending || create.isSuccess}>
            Create strategy
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (template === undefined) return;
          const { file, source, description } = template;
          create.mutate({ name: name.trim() || template.name, description, files: [{ path: file, text: source }] });
        }}
      >
        <Field label="Template" hint={template?.description}>
          <Select
            options={templates.map(({ id, name: label }) => ({ value: id, label }))}
            value={templateId}
            onValueChange={setTemplateId}
          />
        </Field>
        <Field
          label="Name"
          error={create.isError ? `${apiProblem(create.error).message} ${apiProblem(create.error).hint ?? ""}` : undefined}
        >
          <Input value={name} onChange={(event) => setName(event.target.value)} placeholder={template?.name} maxLength={80} />
        </Field>
      </form>
    </Dialog>
  );
}
