"use client";

import { type ReactNode, useId, useState } from "react";
import { Button } from "./button.tsx";
import { Dialog, DialogClose } from "./dialog.tsx";
import { Field } from "./field.tsx";
import { Input } from "./input.tsx";

interface ConfirmDangerousProps {
  readonly trigger: ReactNode;
  readonly title: string;
  /** What is destroyed, and what is not. */
  readonly consequence: ReactNode;
  /** Must be typed before the button works. */
  readonly name: string;
  /** On the button: "Archive strategy". */
  readonly verb: string;
  readonly onConfirm: () => Promise<void>;
}

/** Names what an action destroys and asks for its name. A failure stays in the dialog. */
export function ConfirmDangerous({ trigger, title, consequence, name, verb, onConfirm }: ConfirmDangerousProps) {
  const formId = useId();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  async function confirm() {
    setBusy(true);
    setProblem(undefined);
    try {
      await onConfirm();
      setOpen(false);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      trigger={trigger}
      title={title}
      description={consequence}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setTyped("");
        setProblem(undefined);
      }}
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="danger" disabled={typed !== name} isBusy={isBusy}>
            {verb}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed === name) void confirm();
        }}
      >
        <Field
          label={
            <>
              Type <code className="font-mono">{name}</code> to confirm
            </>
          }
          error={problem}
        >
          <Input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" spellCheck={false} />
        </Field>
      </form>
    </Dialog>
  );
}
