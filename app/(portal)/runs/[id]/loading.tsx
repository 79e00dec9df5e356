import { ResultSkeleton } from "#app/_result/result-skeleton.tsx";

export default function Loading() {
  return <ResultSkeleton />;
}
