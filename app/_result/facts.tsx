import type { ReactNode } from "react";

interface FactsProps {
  readonly facts: readonly (readonly [name: string, value: ReactNode] | undefined)[];
}

/** Names and values in two columns; what is not known is left out. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl className="tabular grid grid-cols-[minmax(7rem,auto)_1fr] gap-x-4 gap-y-1">
      {facts.map(
        (fact) =>
          fact !== undefined && (
            <div key={fact[0]} className="contents">
              <dt className="text-muted">{fact[0]}</dt>
              <dd className="min-w-0 break-words">{fact[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
