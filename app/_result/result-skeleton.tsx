import { Skeleton, SkeletonTable } from "#app/_ui/skeleton.tsx";

/** The result page before anything is known: each part with its size. */
export function ResultSkeleton() {
  return (
    <div role="status" aria-label="Loading the result" className="flex flex-col gap-5">
      <div className="flex flex-col gap-1">
        <Skeleton className="h-5 w-56" />
        <div className="flex items-start justify-between gap-4">
          <Skeleton className="h-12 w-80 max-w-full" />
          <Skeleton className="h-8 w-64 max-sm:hidden" />
        </div>
      </div>
      <div className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 xl:grid-cols-6">
        {["return", "annual", "drawdown", "sharpe", "volatility", "trades"].map((figure) => (
          <Skeleton key={figure} className="h-18.5" />
        ))}
      </div>
      <Skeleton className="h-130 w-full" />
      <SkeletonTable rows={12} columns={8} />
    </div>
  );
}
