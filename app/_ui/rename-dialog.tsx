"use client";

import { type ReactNode, useId, useState } from "react";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { Button } from "./button.tsx";
import { Dialog, DialogClose } from "./dialog.tsx";
import { Field } from "./field.tsx";
import { Input } from "./input.tsx";
import { Textarea } from "./textarea.tsx";

interface Named {
  readonly name: string;
  /** Asked for too where there is one. */
  readonly description?: string;
}

interface RenameDialogProps<T extends Named> {
  readonly title: string;
  readonly note?: ReactNode;
  /** As it is called now. */
  readonly value: T;
  /** On the button: "Rename dataset". */
  readonly verb: string;
  readonly onRename: (value: T) => Promise<void>;
}

/** A button "Rename" and its dialog. A failure stays in the dialog. */
export function RenameDialog<T extends Named>({ title, note, value, verb, onRename }: RenameDialogProps<T>) {
  const formId = useId();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState(value);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();

  async function rename() {
    setBusy(true);
    setFailure(undefined);
    try {
      await onRename(typed);
      setOpen(false);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      title={title}
      description={note}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setTyped(value);
        setFailure(undefined);
      }}
      trigger={<Button variant="ghost">Rename</Button>}
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary" isBusy={isBusy} disabled={typed.name.trim() === ""}>
            {verb}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void rename();
        }}
      >
        <Field label="Name" error={failure === undefined ? undefined : apiProblem(failure).message} isRequired>
          <Input value={typed.name} maxLength={80} onChange={({ target }) => setTyped({ ...typed, name: target.value })} />
        </Field>
        {typed.description !== undefined && (
          <Field label="Description">
            <Textarea
              value={typed.description}
              maxLength={500}
              rows={3}
              onChange={({ target }) => setTyped({ ...typed, description: target.value })}
            />
          </Field>
        )}
      </form>
    </Dialog>
  );
}
