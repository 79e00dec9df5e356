"use client";

import { useId, useState } from "react";
import { Button } from "#app/_ui/button.tsx";
import { Dialog, DialogClose } from "#app/_ui/dialog.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { pathProblem } from "./files.ts";

interface FileDialogProps {
  readonly title: string;
  readonly verb: string;
  readonly hint: string;
  readonly path: string;
  /** Paths of the other files. */
  readonly taken: readonly string[];
  readonly onDone: (path: string) => void;
  readonly onClose: () => void;
}

/** Asks for the path of a file that is added or renamed. Open for as long as it is rendered. */
export function FileDialog({ title, verb, hint, path: first, taken, onDone, onClose }: FileDialogProps) {
  const formId = useId();
  const [path, setPath] = useState(first);
  const [isAsked, setAsked] = useState(false);
  const problem = pathProblem(path.trim(), taken);
  return (
    <Dialog
      title={title}
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary">
            {verb}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
          if (problem === undefined) onDone(path.trim());
        }}
      >
        <Field label="Path" hint={hint} error={isAsked ? problem : undefined} isRequired>
          <Input
            className="font-mono"
            value={path}
            onChange={({ target }) => setPath(target.value)}
            spellCheck={false}
            autoComplete="off"
          />
        </Field>
      </form>
    </Dialog>
  );
}
