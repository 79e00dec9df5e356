import type { ReactNode } from "react";

interface EmptyProps {
  readonly title: string;
  /** What this place is for. */
  readonly children?: ReactNode;
  /** One thing to do, and perhaps a sample. */
  readonly action?: ReactNode;
}

export function Empty({ title, children, action }: EmptyProps) {
  return (
    <section className="flex flex-col items-start gap-2 rounded-md border border-dashed p-6">
      <h2 className="font-semibold text-body">{title}</h2>
      {children !== undefined && <div className="max-w-140 text-muted">{children}</div>}
      {action !== undefined && <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
    </section>
  );
}
