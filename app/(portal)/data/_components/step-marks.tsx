const steps = ["File", "Mapping", "Report"] as const;

/** Which of the three steps the reader is at. */
export function StepMarks({ at }: { readonly at: 0 | 1 | 2 }) {
  return (
    <ol aria-label="Steps" className="mb-4 flex gap-4 border-b pb-3">
      {steps.map((step, index) => (
        <li key={step} aria-current={index === at ? "step" : undefined} className={index === at ? "font-medium" : "text-muted"}>
          <span className="tabular mr-1.5">{index + 1}</span>
          {step}
        </li>
      ))}
    </ol>
  );
}
