import { SkeletonHead, SkeletonTable } from "#app/_ui/skeleton.tsx";

export default function Loading() {
  return (
    <>
      <SkeletonHead />
      <SkeletonTable rows={12} columns={10} />
    </>
  );
}
