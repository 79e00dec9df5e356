import { Skeleton, SkeletonTable } from "#app/_ui/skeleton.tsx";

export default function Loading() {
  return (
    <div className="flex max-w-240 flex-col gap-4">
      <Skeleton className="h-5 w-40" />
      <Skeleton className="h-8 w-full max-w-160" />
      <SkeletonTable rows={4} columns={4} />
    </div>
  );
}
