import { SkeletonHead, SkeletonTable } from "#app/_ui/skeleton.tsx";

export default function Loading() {
  return (
    <>
      <SkeletonHead />
      <SkeletonTable rows={6} columns={7} />
    </>
  );
}
