"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { type ReactNode, useState, useSyncExternalStore } from "react";
import { type DefaultValues, type FieldValues, type Path, useForm } from "react-hook-form";
import type { z } from "zod";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { Button } from "#app/_ui/button.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";

interface AccountField<V> {
  readonly name: Path<V & FieldValues>;
  readonly label: string;
  readonly type: "email" | "password" | "text";
  /** What password managers and browsers fill in. */
  readonly autoComplete: string;
  readonly hint?: string;
  readonly aside?: ReactNode;
}

interface AccountFormProps<V extends FieldValues> {
  readonly title: string;
  /** Of the heading: 1 where the form is the page. */
  readonly level?: 1 | 2;
  readonly schema: z.ZodType<V, V>;
  readonly fields: readonly AccountField<V>[];
  readonly defaultValues: DefaultValues<V>;
  /** On the button. */
  readonly verb: string;
  readonly onSubmit: (values: V) => Promise<void>;
  readonly children?: ReactNode;
}

/** A short form: each problem beside its field, everything else above the button. */
export function AccountForm<V extends FieldValues>({
  title,
  level = 1,
  schema,
  fields,
  defaultValues,
  verb,
  onSubmit,
  children,
}: AccountFormProps<V>) {
  const [problem, setProblem] = useState<{ message: string; hint?: string | undefined }>();
  const { register, handleSubmit, setError, formState } = useForm<V, unknown, V>({ resolver: zodResolver(schema), defaultValues });
  const isInBrowser = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );

  async function submit(values: V) {
    setProblem(undefined);
    try {
      await onSubmit(values);
    } catch (error) {
      const { message: whole, hint, field } = apiProblem(error);
      // The place beside the field says which one it is.
      const message = field !== undefined && whole.startsWith(`${field}: `) ? whole.slice(field.length + 2) : whole;
      const own = fields.find(({ name }) => name === field);
      if (own !== undefined) setError(own.name, { message: hint === undefined ? message : `${message} ${hint}` }, { shouldFocus: true });
      else setProblem({ message, hint });
    }
  }

  return (
    // Before its script is there a form is sent by the browser itself; a password must not get into an address then.
    <form method="post" noValidate className="flex flex-col gap-4" onSubmit={handleSubmit(submit)}>
      {level === 1 ? <h1 className="font-semibold text-title">{title}</h1> : <h2 className="font-semibold text-body">{title}</h2>}
      {fields.map(({ name, label, type, autoComplete, hint, aside }) => (
        <Field key={name} label={label} hint={hint} aside={aside} error={formState.errors[name]?.message as string | undefined} isRequired>
          <Input type={type} autoComplete={autoComplete} {...register(name)} />
        </Field>
      ))}
      {problem !== undefined && (
        <p role="alert" className="text-loss">
          {problem.message} {problem.hint}
        </p>
      )}
      <Button
        type="submit"
        variant={level === 1 ? "primary" : "secondary"}
        className={level === 1 ? "" : "self-start"}
        isBusy={formState.isSubmitting}
        disabled={!isInBrowser}
      >
        {verb}
      </Button>
      {children}
    </form>
  );
}
