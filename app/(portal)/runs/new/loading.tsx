import { Skeleton, SkeletonHead } from "#app/_ui/skeleton.tsx";

const fields = ["strategy", "data", "period", "parameters", "cash", "costs", "fills"];

export default function Loading() {
  return (
    <div className="max-w-160" role="status" aria-label="Loading">
      <SkeletonHead />
      <div className="flex flex-col gap-4">
        {fields.map((field) => (
          <div key={field} className="flex flex-col gap-1">
            <Skeleton className="h-4 w-32" />
            <Skeleton className="h-8" />
          </div>
        ))}
      </div>
    </div>
  );
}
