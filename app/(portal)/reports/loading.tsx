import { SkeletonHead, SkeletonTable } from "#app/_ui/skeleton.tsx";

export default function Loading() {
  return (
    <>
      <SkeletonHead />
      <div className="flex flex-col gap-8">
        <SkeletonTable rows={3} columns={7} />
        <SkeletonTable rows={8} columns={7} />
      </div>
    </>
  );
}
