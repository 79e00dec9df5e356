import type { ReactNode } from "react";

interface EmptyProps {
  readonly title: string;
  /** What this place is for. */
  readonly children?: ReactNode;
  /** 1 where it is the whole page. */
  readonly level?: 1 | 2;
  /** One thing to do, and perhaps a sample. */
  readonly action?: ReactNode;
}

export function Empty({ title, level = 2, children, action }: EmptyProps) {
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <section className="flex flex-col items-start gap-2 rounded-md border border-dashed p-6">
      <Heading className="font-semibold text-body">{title}</Heading>
      {children !== undefined && <div className="max-w-140 text-muted">{children}</div>}
      {action !== undefined && <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
    </section>
  );
}
