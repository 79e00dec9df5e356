import { Skeleton, SkeletonHead } from "#app/_ui/skeleton.tsx";

export default function Loading() {
  return (
    <>
      <SkeletonHead />
      <div className="grid gap-4 lg:grid-cols-[224px_minmax(0,1fr)_260px]">
        <Skeleton className="h-40" />
        <Skeleton className="h-[60vh] min-h-80" />
        <Skeleton className="h-40" />
      </div>
    </>
  );
}
