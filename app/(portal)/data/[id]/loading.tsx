import { Skeleton, SkeletonHead } from "#app/_ui/skeleton.tsx";

export default function Loading() {
  return (
    <div role="status" aria-label="Loading">
      <SkeletonHead />
      <Skeleton className="mb-4 h-14" />
      <Skeleton className="mb-4 h-9 w-90 max-w-full" />
      <Skeleton className="h-80" />
    </div>
  );
}
