import { Lock } from "lucide-react";
import type { ReactNode } from "react";

interface ForbiddenProps {
  /** "Members are seen by owners and admins." */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** The reader is known but may not see this. */
export function Forbidden({ children, action }: ForbiddenProps) {
  return (
    <section className="flex flex-col items-start gap-2 rounded-md border p-6">
      <h1 className="flex items-center gap-2 font-semibold text-body">
        <Lock className="size-4" aria-hidden="true" />
        You may not open this
      </h1>
      <div className="max-w-140 text-muted">
        {children ?? "Your role in this organisation does not include it. An owner or admin can change your role."}
      </div>
      {action}
    </section>
  );
}
