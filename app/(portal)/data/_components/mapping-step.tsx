"use client";

import { useId, useState } from "react";
import { Button } from "#app/_ui/button.tsx";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Problem } from "#app/_ui/problem.tsx";
import { Select } from "#app/_ui/select.tsx";
import {
  columnsOption,
  type Field as DataField,
  fields,
  mappingOf,
  none,
  optionsText,
  type ReadOptions,
  type Report,
  sampleColumns,
} from "./draft-options.ts";
import { SampleTable } from "./sample-table.tsx";
import { StepMarks } from "./step-marks.tsx";

interface MappingStepProps {
  readonly fileName: string;
  readonly report: Report;
  readonly options: ReadOptions;
  readonly onReread: (options: ReadOptions) => void;
  readonly onContinue: () => void;
  readonly onRestart: () => void;
}

const labels: Readonly<Record<DataField, string>> = {
  time: "Time",
  open: "Open",
  high: "High",
  low: "Low",
  close: "Close",
  volume: "Volume",
  symbol: "Symbol column",
};
const required: readonly DataField[] = ["time", "open", "high", "low", "close"];
const byItself = "auto";
const assetClasses = ["equity", "etf", "forex", "crypto", "perpetual", "future", "index", "option"] as const;
const timeFormats = [
  "YYYY-MM-DD",
  "MM/DD/YYYY",
  "DD/MM/YYYY",
  "MM/DD/YY",
  "DD/MM/YY",
  "YYYYMMDD",
  "epoch-s",
  "epoch-ms",
  "epoch-us",
  "epoch-ns",
] as const;

/** How the file is read: what was found, and what must be said. A change is read again before it can be continued with. */
export function MappingStep({ fileName, report, options, onReread, onContinue, onRestart }: MappingStepProps) {
  const zonesId = useId();
  const [draft, setDraft] = useState(options);
  const [mapping, setMapping] = useState(() => mappingOf(report, options));
  const { sample, problem } = report;
  const columns = sample === null ? [] : sampleColumns(sample);
  const next = withoutEmpty({ ...draft, columns: sample === null ? undefined : columnsOption(mapping, report, options) });
  const isChanged = optionsText(next) !== optionsText(options);
  const set = (changed: Partial<ReadOptions>) => setDraft({ ...draft, ...changed });
  const lacks = required.filter((field) => mapping[field] === undefined);

  return (
    <>
      <StepMarks at={1} />
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged) onReread(next);
          else if (problem === null) onContinue();
        }}
      >
        {problem !== null && (
          <Problem title={problem.message.split("\n")[0] ?? problem.message}>
            <p>{portalHint(problem.code, problem.hint)}</p>
          </Problem>
        )}
        {sample !== null && (
          <>
            <SampleTable fileName={fileName} sample={sample} mapping={mapping} />
            <fieldset className="grid grid-cols-2 gap-3 sm:grid-cols-4">
              <legend className="mb-1 font-semibold text-body">Columns</legend>
              {fields.map((field) => (
                <Field key={field} label={labels[field]} error={lacks.includes(field) && problem === null ? "Choose a column." : undefined}>
                  <Select
                    placeholder="Choose"
                    value={mapping[field]}
                    options={[
                      ...(required.includes(field) ? [] : [{ value: none, label: field === "symbol" ? "None: one symbol" : "None" }]),
                      ...columns,
                    ]}
                    onValueChange={(value) => setMapping({ ...mapping, [field]: value })}
                  />
                </Field>
              ))}
              {(mapping.symbol === none || mapping.symbol === undefined) && (
                <Field label="Symbol">
                  <Input
                    value={draft.symbol ?? ""}
                    placeholder={report.symbols[0]?.symbol ?? fileName.replace(/\..*$/, "")}
                    maxLength={80}
                    onChange={({ target }) => set({ symbol: target.value })}
                  />
                </Field>
              )}
            </fieldset>
            <fieldset className="grid gap-3 sm:grid-cols-3">
              <legend className="mb-1 font-semibold text-body">Meaning</legend>
              <Field label="Asset class" hint="Decides the calendar and how many decimals are kept.">
                <Select
                  value={draft.assetClass ?? "equity"}
                  options={assetClasses.map((value) => ({
                    value,
                    label: value === "etf" ? "ETF" : `${value[0]?.toUpperCase()}${value.slice(1)}`,
                  }))}
                  onValueChange={(value) => set({ assetClass: value as (typeof assetClasses)[number] })}
                />
              </Field>
              <Field label="Time zone" hint="Of times without one. Bare dates need none.">
                <Input
                  list={zonesId}
                  value={draft.timezone ?? ""}
                  placeholder={report.file?.timezone ?? "America/New_York"}
                  autoComplete="off"
                  spellCheck={false}
                  onChange={({ target }) => set({ timezone: target.value })}
                />
              </Field>
              <datalist id={zonesId}>
                {["UTC", "America/New_York", "America/Chicago", "Europe/London", "Europe/Berlin", "Europe/Athens", "Asia/Tokyo"].map(
                  (zone) => (
                    <option key={zone} value={zone} />
                  ),
                )}
              </datalist>
              <Field label="Time format">
                <Select
                  value={draft.timeFormat ?? byItself}
                  options={[
                    { value: byItself, label: sample.timeFormat === null ? "Found from the file" : `Found: ${sample.timeFormat}` },
                    ...timeFormats.map((value) => ({ value, label: value })),
                  ]}
                  onValueChange={(value) => set({ timeFormat: value === byItself ? undefined : (value as (typeof timeFormats)[number]) })}
                />
              </Field>
              <Field label="Decimal point">
                <Select
                  value={draft.decimal ?? "."}
                  options={[
                    { value: ".", label: "Point" },
                    { value: ",", label: "Comma" },
                  ]}
                  onValueChange={(value) => set({ decimal: value === "," ? "," : undefined })}
                />
              </Field>
              <Field label="A time names">
                <Select
                  value={draft.barTime ?? "start"}
                  options={[
                    { value: "start", label: "The start of its bar" },
                    { value: "end", label: "The end of its bar" },
                  ]}
                  onValueChange={(value) => set({ barTime: value === "end" ? "end" : undefined })}
                />
              </Field>
              <div className="flex flex-col justify-center gap-2">
                <Checkbox
                  label="First line names the columns"
                  checked={draft.header ?? sample.header}
                  onCheckedChange={(checked) =>
                    set({ header: checked === sample.header && options.header === undefined ? undefined : checked })
                  }
                />
                <Checkbox
                  label="Round values with too many decimals"
                  checked={draft.roundData === "half-even"}
                  onCheckedChange={(checked) => set({ roundData: checked ? "half-even" : undefined })}
                />
              </div>
            </fieldset>
          </>
        )}
        <div className="sticky -bottom-4 -mx-4 -mb-4 flex flex-wrap justify-end gap-2 border-t bg-bg px-4 py-3">
          <Button onClick={onRestart}>Choose another file</Button>
          {isChanged ? (
            <Button type="submit" variant="primary">
              Read again
            </Button>
          ) : (
            sample !== null && (
              <Button type="submit" variant="primary" disabled={problem !== null}>
                Continue to report
              </Button>
            )
          )}
        </div>
      </form>
    </>
  );
}

function withoutEmpty(options: ReadOptions): ReadOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined && value !== "")) as ReadOptions;
}

/** Hints of the reader name options of the command line; here they are fields below. */
function portalHint(code: string, hint: string | null): string {
  const known: Readonly<Record<string, string>> = {
    "data.timezoneNeeded": "Enter the time zone below, then read the file again.",
    "data.timeAmbiguous": "Choose the time format below, then read the file again.",
    "data.timeFormat": "Choose the time format below, or another column for the time, then read the file again.",
    "data.columnsNeeded": "Choose the columns below, then read the file again.",
    "data.columnMissing": "Choose the missing columns below, then read the file again.",
    "data.columnAmbiguous": "Choose the column below, then read the file again.",
    "data.badRows": "No row could be read: check columns, time format and decimal point.",
    "data.widePanel": "Choose one column for open, high, low and close, then read the file again.",
  };
  return known[code] ?? hint ?? "Choose another file.";
}
