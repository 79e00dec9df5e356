import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { CopyButton } from "./copy-button.tsx";

interface ProblemProps {
  /** What failed, with the value seen. */
  readonly title: string;
  /** Where: a file and line, a bar and date, a row. */
  readonly where?: ReactNode;
  /** The next step. */
  readonly children?: ReactNode;
  readonly requestId?: string | undefined;
  /** Buttons such as "Try again". */
  readonly action?: ReactNode;
}

export function Problem({ title, where, children, requestId, action }: ProblemProps) {
  return (
    <section role="alert" className="rounded-md border border-loss bg-panel p-4">
      <h2 className="flex items-start gap-2 font-semibold text-body">
        <TriangleAlert className="mt-0.5 size-4 shrink-0 text-loss" aria-hidden="true" />
        {title}
      </h2>
      <div className="mt-1 flex max-w-160 flex-col gap-2 pl-6">
        {where !== undefined && <div className="text-muted">{where}</div>}
        {children !== undefined && <div>{children}</div>}
        {action !== undefined && <div className="flex flex-wrap gap-2">{action}</div>}
        {requestId !== undefined && (
          <p className="flex items-center gap-1 text-muted text-note">
            Request <code className="font-mono">{requestId}</code>
            <CopyButton text={requestId} label="Copy request id" />
          </p>
        )}
      </div>
    </section>
  );
}
