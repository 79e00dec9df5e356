import type { ReactNode } from "react";

/** What was done, and what happens next. */
export function Said({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section role="status" className="flex flex-col gap-2">
      <h1 className="font-semibold text-title">{title}</h1>
      <div className="flex flex-col gap-2">{children}</div>
    </section>
  );
}
