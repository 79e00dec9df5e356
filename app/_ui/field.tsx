"use client";

import { createContext, type ReactNode, useContext, useId } from "react";

interface FieldControl {
  readonly id: string;
  readonly "aria-describedby"?: string;
  readonly "aria-invalid"?: true;
  readonly "aria-required"?: true;
}

const FieldContext = createContext<FieldControl | undefined>(undefined);

/** What a control inside a field puts on its element: id, description, validity. */
export function useFieldControl(): Partial<FieldControl> {
  return useContext(FieldContext) ?? {};
}

interface FieldProps {
  readonly label: ReactNode;
  /** What may be entered, before it goes wrong. */
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly isRequired?: boolean;
  /** Beside the label, at the right: a link such as "Forgot password". */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A label, one control of `_ui` and what is wrong with its value. */
export function Field({ label, hint, error, isRequired = false, aside, children }: FieldProps) {
  const id = useId();
  const described = [hint === undefined ? undefined : `${id}-hint`, error === undefined ? undefined : `${id}-error`]
    .filter(Boolean)
    .join(" ");
  const control: FieldControl = {
    id,
    ...(described === "" ? {} : { "aria-describedby": described }),
    ...(error === undefined ? {} : { "aria-invalid": true as const }),
    ...(isRequired ? { "aria-required": true as const } : {}),
  };
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {aside}
      </div>
      <FieldContext value={control}>{children}</FieldContext>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-note text-muted">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className="text-note text-loss" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
