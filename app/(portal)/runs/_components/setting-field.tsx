"use client";

import { useState } from "react";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Select } from "#app/_ui/select.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import type { DescribedSetting } from "#server/runs/index.ts";
import { labelOf } from "./setting-sections.ts";
import { type SettingValues, textOfValue, valueAt, withValueAt } from "./setting-values.ts";

export interface SettingFieldProps {
  readonly setting: DescribedSetting;
  readonly path: readonly string[];
  readonly values: SettingValues;
  readonly onChange: (values: SettingValues) => void;
  /** What the server said of an input, by its key. */
  readonly errors: Readonly<Record<string, string>>;
  /** Of the run, for settings that may differ between them. */
  readonly symbols: readonly string[];
}

const none = "—";
const everySymbol = "*";

/** One setting of the engine's table, with the control its kind asks for; groups and models show their own settings. */
export function SettingField(props: SettingFieldProps) {
  const { setting, path, values, onChange, errors } = props;
  const value = valueAt(values, path);
  const set = (next: unknown) => onChange(withValueAt(values, path, next));
  const label = labelOf(path);
  const error = errors[path.join(".")];
  switch (setting.kind) {
    case "group":
      // The outer one has the section's title.
      return path.length === 1 ? <Inner {...props} settings={setting.keys ?? {}} /> : <NestedGroup {...props} />;
    case "map":
      return setting.keys === undefined ? <JsonField {...props} /> : <BySymbol {...props} />;
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
        ...(setting.values ?? []).map((one) => ({ value: one, label: one, ...noteOf(setting, one) })),
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
      return (
        <Field label={label} hint={setting.meaning} error={error}>
          <Input
            inputMode={setting.kind === "text" ? "text" : "decimal"}
            autoComplete="off"
            spellCheck={false}
            placeholder={setting.default === null ? "none" : String(setting.default)}
            value={textOfValue(value)}
            onChange={(event) => set(event.target.value === "" ? undefined : event.target.value)}
          />
        </Field>
      );
    case "list":
      return <JsonField {...props} />;
  }
}

function noteOf({ names }: DescribedSetting, value: string): { readonly note?: string } {
  const note = names?.[value];
  return note === undefined ? {} : { note };
}

/** Settings of one thing inside another, such as how likely orders act among how they fill. */
function NestedGroup(props: SettingFieldProps) {
  const { setting, path, errors } = props;
  const error = errors[path.join(".")];
  return (
    <fieldset className="col-span-full grid gap-4 border-l pl-4 sm:grid-cols-2">
      <legend className="sr-only">{labelOf(path)}</legend>
      <p className="col-span-full">
        <span className="font-medium">{labelOf(path)}</span> <span className="text-muted">{setting.meaning}</span>
        {error !== undefined && <span className="block text-loss">{error}</span>}
      </p>
      <Inner {...props} settings={setting.keys ?? {}} />
    </fieldset>
  );
}

/** Entries by symbol: one for all of them, and one for each that differs. */
function BySymbol(props: SettingFieldProps) {
  const { setting, path, symbols } = props;
  const [entry, setEntry] = useState(everySymbol);
  const shown = entry === everySymbol || symbols.includes(entry) ? entry : everySymbol;
  return (
    <>
      {symbols.length > 0 && (
        <Field label="Symbol" hint="What is set for one symbol starts from what is set for every symbol">
          <Select
            options={[{ value: everySymbol, label: "Every symbol" }, ...symbols.map((symbol) => ({ value: symbol, label: symbol }))]}
            value={shown}
            onValueChange={setEntry}
          />
        </Field>
      )}
      <Inner key={shown} {...props} path={[...path, shown]} settings={setting.keys ?? {}} />
    </>
  );
}

/** What has no control of its own, written as in a settings file. */
function JsonField({ setting, path, values, onChange, errors }: SettingFieldProps) {
  return (
    <Field label={labelOf(path)} hint={`${setting.meaning} Write ${setting.allowed}.`} error={errors[path.join(".")]}>
      <Textarea
        rows={3}
        className="font-mono"
        spellCheck={false}
        placeholder={setting.default === null ? "none" : JSON.stringify(setting.default)}
        value={textOfValue(valueAt(values, path))}
        onChange={({ target }) => onChange(withValueAt(values, path, target.value === "" ? undefined : target.value))}
      />
    </Field>
  );
}

function Inner({ settings, ...props }: SettingFieldProps & { readonly settings: Readonly<Record<string, DescribedSetting>> }) {
  return Object.entries(settings).map(([key, setting]) => (
    <SettingField key={key} {...props} setting={setting} path={[...props.path, key]} />
  ));
}

function Model(props: SettingFieldProps) {
  const { setting, path, values, onChange, errors } = props;
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
          <Inner {...props} settings={models[model] ?? {}} />
        </div>
      )}
    </>
  );
}
