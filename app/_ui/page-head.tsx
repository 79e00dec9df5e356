import type { ReactNode } from "react";
import { Breadcrumbs, type Crumb } from "./breadcrumbs.tsx";

interface PageHeadProps {
  readonly title: ReactNode;
  readonly crumbs?: readonly Crumb[];
  /** One line under the title. */
  readonly note?: ReactNode;
  /** Top right; one primary button at most. */
  readonly actions?: ReactNode;
}

export function PageHead({ title, crumbs, note, actions }: PageHeadProps) {
  return (
    <header className="mb-4 flex flex-col gap-1">
      {crumbs !== undefined && <Breadcrumbs items={crumbs} />}
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h1 className="text-balance font-semibold text-title">{title}</h1>
          {note !== undefined && <p className="text-muted">{note}</p>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </header>
  );
}
