import type { ReactNode } from "react";

interface SectionProps {
  readonly title: string;
  readonly note?: ReactNode;
  /** At the right of the title. */
  readonly actions?: ReactNode;
  /** Tables take the room there is; forms are read better narrow. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** One topic of a settings page. */
export function Section({ title, note, actions, isWide = false, children }: SectionProps) {
  return (
    <section className={`mb-8 flex flex-col gap-3 ${isWide ? "max-w-240" : "max-w-160"}`}>
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div>
          <h2 className="font-semibold text-body">{title}</h2>
          {note !== undefined && <p className="text-muted">{note}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}
