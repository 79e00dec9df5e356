import { classNames } from "./class-names.ts";

/** Stands where something will be, with its size. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <div className={classNames("animate-pulse rounded-md bg-line/60", className)} aria-hidden="true" />;
}

/** A table's head and rows before they are known. */
export function SkeletonTable({ rows = 10, columns = 6 }: { readonly rows?: number; readonly columns?: number }) {
  return (
    <div role="status" aria-label="Loading" className="overflow-hidden rounded-md border">
      {Array.from({ length: rows + 1 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows that are all alike and never move
        <div key={row} className={`flex h-8 items-center gap-4 px-3 max-xs:h-14 ${row === 0 ? "bg-panel" : "border-t"}`}>
          {Array.from({ length: columns }, (_, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <Skeleton key={column} className={`h-3 grow ${column > 2 ? "max-xs:hidden" : ""}`} />
          ))}
        </div>
      ))}
    </div>
  );
}

/** A page's title line and actions before they are known. */
export function SkeletonHead() {
  return (
    <div className="mb-4 flex items-center justify-between gap-4" aria-hidden="true">
      <Skeleton className="h-7 w-64 max-w-full" />
      <Skeleton className="h-8 w-28" />
    </div>
  );
}
