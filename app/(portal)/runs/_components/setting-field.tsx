"use client";

import { Checkbox } from "#app/_ui/checkbox.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Select } from "#app/_ui/select.tsx";
import type { DescribedSetting } from "#server/runs/index.ts";
import { type SettingValues, valueAt, withValueAt } from "./setting-values.ts";

export interface SettingFieldProps {
  readonly setting: DescribedSetting;
  readonly path: readonly string[];
  readonly values: SettingValues;
  readonly onChange: (values: SettingValues) => void;
  /** What the server said of an input, by its key. */
  readonly errors: Readonly<Record<string, string>>;
}

const none = "—";

/** One setting of the engine's table, with the control its kind asks for; groups and models show their own settings. */
export function SettingField(props: SettingFieldProps) {
  const { setting, path, values, onChange, errors } = props;
  const value = valueAt(values, path);
  const set = (next: unknown) => onChange(withValueAt(values, path, next));
  const label = labelOf(path);
  const error = errors[path.join(".")];
  switch (setting.kind) {
    case "group":
      return <Inner {...props} settings={setting.keys ?? {}} />;
    case "map":
      return <Inner {...props} path={[...path, "*"]} settings={setting.keys ?? {}} />;
    case "model":
      return <Model {...props} />;
    case "boolean":
      return (
        <Checkbox label={label} note={setting.meaning} checked={value === true} onCheckedChange={(checked) => set(checked || undefined)} />
      );
    case "choice": {
      const isOptional = setting.default === null;
      const options = [
        ...(isOptional ? [{ value: none, label: "None" }] : []),
        ...(setting.values ?? []).map((one) => ({ value: one, label: one })),
      ];
      return (
        <Field label={label} hint={setting.meaning} error={error}>
          <Select
            options={options}
            value={typeof value === "string" ? value : isOptional ? none : String(setting.default)}
            onValueChange={(next) => set(next === none || next === setting.default ? undefined : next)}
          />
        </Field>
      );
    }
    case "decimal":
    case "integer":
    case "text":
    case "list":
      return (
        <Field label={label} hint={setting.meaning} error={error}>
          <Input
            inputMode={setting.kind === "text" || setting.kind === "list" ? "text" : "decimal"}
            autoComplete="off"
            spellCheck={false}
            placeholder={setting.default === null ? "none" : setting.kind === "list" ? setting.allowed : String(setting.default)}
            value={value === undefined || value === null ? "" : String(value)}
            onChange={(event) => set(event.target.value === "" ? undefined : event.target.value)}
          />
        </Field>
      );
  }
}

function Inner({ settings, ...props }: SettingFieldProps & { readonly settings: Readonly<Record<string, DescribedSetting>> }) {
  return Object.entries(settings).map(([key, setting]) => (
    <SettingField key={key} {...props} setting={setting} path={[...props.path, key]} />
  ));
}

function Model({ setting, path, values, onChange, errors }: SettingFieldProps) {
  const models = setting.models ?? {};
  const initial = (setting.default as { readonly model: string }).model;
  const chosen = valueAt(values, [...path, "model"]);
  const model = typeof chosen === "string" ? chosen : initial;
  return (
    <>
      <Field label={labelOf(path)} hint={setting.meaning} error={errors[path.join(".")] ?? errors[`${path.join(".")}.model`]}>
        <Select
          options={Object.keys(models).map((name) => ({ value: name, label: labelOf([name]) }))}
          value={model}
          // Each model has keys of its own: those of the one before are let go.
          onValueChange={(next) => onChange(withValueAt(values, path, next === initial ? undefined : { model: next }))}
        />
      </Field>
      {Object.keys(models[model] ?? {}).length > 0 && (
        <div className="col-span-full grid gap-4 border-l pl-4 sm:grid-cols-2">
          <Inner setting={setting} path={path} values={values} onChange={onChange} errors={errors} settings={models[model] ?? {}} />
        </div>
      )}
    </>
  );
}

/** `maintenanceMargin` as "Maintenance margin". */
function labelOf(path: readonly string[]): string {
  const words = (path.at(-1) ?? "").replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words === "bps" ? "Basis points" : words.charAt(0).toUpperCase() + words.slice(1);
}
