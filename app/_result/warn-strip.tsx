import { TriangleAlert } from "lucide-react";
import type { RunOverview } from "#server/runs/results/overview.ts";

const mostShown = 3;

/** What limits trust in the result, in the result's own words. */
export function WarnStrip({ warnings }: { readonly warnings: RunOverview["warnings"] }) {
  if (warnings.length === 0) return null;
  const rest = warnings.slice(mostShown);
  return (
    <section aria-label="What limits trust in this result" className="flex flex-col gap-1 rounded-md border border-warn bg-panel px-3 py-2">
      <ul className="flex flex-col gap-1">
        {warnings.slice(0, mostShown).map((warning) => (
          <WarningLine key={`${warning.code} ${warning.symbol ?? ""} ${warning.message}`} {...warning} />
        ))}
      </ul>
      {rest.length > 0 && (
        <details>
          <summary className="ml-6 cursor-pointer text-muted">{rest.length} more</summary>
          <ul className="mt-1 flex flex-col gap-1">
            {rest.map((warning) => (
              <WarningLine key={`${warning.code} ${warning.symbol ?? ""} ${warning.message}`} {...warning} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function WarningLine({ message }: RunOverview["warnings"][number]) {
  return (
    <li className="flex items-start gap-2">
      <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warn" aria-hidden="true" />
      <span className="min-w-0 break-words">{message}</span>
    </li>
  );
}
