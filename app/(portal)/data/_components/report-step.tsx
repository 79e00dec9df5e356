"use client";

import { useState } from "react";
import { formatDecimal, plural } from "#app/_lib/format.ts";
import { Button } from "#app/_ui/button.tsx";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Problem } from "#app/_ui/problem.tsx";
import type { Report } from "./draft-options.ts";
import { StepMarks } from "./step-marks.tsx";
import { ValidationReport } from "./validation-report.tsx";

interface ReportStepProps {
  readonly fileName: string;
  readonly report: Report;
  /** Why an import that was started did not succeed. */
  readonly problem: { readonly message: string; readonly hint?: string } | null;
  readonly dataset: { readonly name: string; readonly nextNumber: number } | undefined;
  readonly onBack: () => void;
  readonly onImport: (choice: { readonly name: string; readonly badRows: "refuse" | "skip" }) => void;
}

/** What was found in the file, to be confirmed. */
export function ReportStep({ fileName, report, problem, dataset, onBack, onImport }: ReportStepProps) {
  const [name, setName] = useState(() => fileName.replace(/(\.(csv|tsv|txt|psv|tab))?(\.(gz|zip))?$/i, "").slice(0, 80));
  const [isWithout, setWithout] = useState(false);
  const { total } = report.badRows;
  const mayStart = (total === 0 || isWithout) && (dataset !== undefined || name.trim() !== "");
  return (
    <>
      <StepMarks at={2} />
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (mayStart) onImport({ name: name.trim(), badRows: total > 0 ? "skip" : "refuse" });
        }}
      >
        {problem !== null && <Problem title={problem.message}>{problem.hint}</Problem>}
        <ValidationReport report={report} />
        {dataset === undefined && (
          <div className="max-w-90">
            <Field label="Name of the dataset" isRequired error={name.trim() === "" ? "Give the dataset a name." : undefined}>
              <Input value={name} maxLength={80} onChange={({ target }) => setName(target.value)} />
            </Field>
          </div>
        )}
        {total > 0 && (
          <Checkbox
            label={`Import without the ${formatDecimal(total)} bad ${total === 1 ? "row" : "rows"}`}
            note="They are left out and counted in the warnings of every run over this data."
            checked={isWithout}
            onCheckedChange={setWithout}
          />
        )}
        <div className="sticky -bottom-4 -mx-4 -mb-4 flex flex-wrap justify-end gap-2 border-t bg-bg px-4 py-3">
          <Button onClick={onBack}>Back to mapping</Button>
          <Button type="submit" variant="primary" disabled={!mayStart}>
            Import {plural(report.rows, "bar")}
          </Button>
        </div>
      </form>
    </>
  );
}
