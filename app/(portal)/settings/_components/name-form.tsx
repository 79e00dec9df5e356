"use client";

import { useState } from "react";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { Button } from "#app/_ui/button.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { toast } from "#app/_ui/toast.tsx";

interface NameFormProps {
  readonly label: string;
  readonly hint: string;
  readonly name: string;
  readonly autoComplete: string;
  readonly onSave: (name: string) => Promise<void>;
}

/** One name and a button that saves it. */
export function NameForm({ label, hint, name, autoComplete, onSave }: NameFormProps) {
  const [typed, setTyped] = useState(name);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  async function save() {
    setBusy(true);
    setProblem(undefined);
    try {
      await onSave(typed.trim());
      toast.success("Saved");
    } catch (error) {
      setProblem(apiProblem(error).message);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      noValidate
      className="flex flex-col items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="w-full">
        <Field label={label} hint={hint} error={problem} isRequired>
          <Input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete={autoComplete} maxLength={80} />
        </Field>
      </div>
      <Button type="submit" disabled={typed.trim() === name || typed.trim() === ""} isBusy={isBusy}>
        Save name
      </Button>
    </form>
  );
}
