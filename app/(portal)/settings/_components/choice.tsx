"use client";

import { useId } from "react";

interface ChoiceProps {
  readonly legend: string;
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
  readonly options: readonly { readonly value: string; readonly label: string; readonly note?: string }[];
}

/** One of a few, all of them in sight. */
export function Choice({ legend, value, onChange, options }: ChoiceProps) {
  const name = useId();
  return (
    <fieldset className="rounded-md border">
      <legend className="mx-2 px-1 font-medium">{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className="flex min-h-8 items-center gap-2 px-3 pointer-coarse:min-h-10">
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="accent-(--accent)"
          />
          {option.label}
          {option.note !== undefined && <span className="text-muted">{option.note}</span>}
        </label>
      ))}
    </fieldset>
  );
}
