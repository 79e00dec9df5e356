"use client";

import { Checkbox } from "#app/_ui/checkbox.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Select } from "#app/_ui/select.tsx";
import type { RunForm } from "#server/runs/index.ts";

type Declared = NonNullable<RunForm["versions"][number]["params"]>[number];
export type ParamValue = string | number | boolean;

interface ParamFieldProps {
  readonly param: Declared;
  readonly value: ParamValue | undefined;
  /** `undefined`: the default. */
  readonly onChange: (value: ParamValue | undefined) => void;
  readonly error: string | undefined;
}

/** One parameter as the strategy declares it. */
export function ParamField({ param, value, onChange, error }: ParamFieldProps) {
  const { name, kind, default: initial, choices } = param;
  if (kind === "bool") {
    const checked = value === undefined ? initial === true : value === true || value === "true";
    return <Checkbox label={name} checked={checked} onCheckedChange={(next) => onChange(next === initial ? undefined : next)} />;
  }
  return (
    <Field label={<code className="font-mono">{name}</code>} hint={rangeOf(param)} error={error}>
      {kind === "choice" ? (
        <Select
          options={(choices ?? []).map((choice) => ({ value: String(choice), label: String(choice) }))}
          value={String(value ?? initial)}
          onValueChange={(next) => onChange(next === String(initial) ? undefined : next)}
        />
      ) : (
        <Input
          inputMode={kind === "int" ? "numeric" : "decimal"}
          autoComplete="off"
          placeholder={String(initial)}
          value={value === undefined ? "" : String(value)}
          onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
        />
      )}
    </Field>
  );
}

const kinds = { int: "Whole number", float: "Number", decimal: "Exact decimal", choice: "", bool: "" } as const;

function rangeOf({ kind, min, max, default: initial }: Declared): string | undefined {
  if (kind === "choice") return undefined;
  const range =
    min !== undefined && max !== undefined
      ? ` from ${min} to ${max}`
      : min !== undefined
        ? ` from ${min}`
        : max !== undefined
          ? ` up to ${max}`
          : "";
  return `${kinds[kind]}${range}; ${initial} without it`;
}
