import { Skeleton, SkeletonHead, SkeletonTable } from "#app/_ui/skeleton.tsx";

export default function Loading() {
  return (
    <>
      <SkeletonHead />
      <Skeleton className="mb-6 h-80 w-full" />
      <SkeletonTable rows={12} columns={3} />
    </>
  );
}
