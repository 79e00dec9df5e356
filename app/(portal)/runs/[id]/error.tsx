"use client";

import { type RouteErrorProps, RouteProblem } from "#app/_ui/route-problem.tsx";

export default function RunError(props: RouteErrorProps) {
  return (
    <>
      {/* The page's own title is the run's name, which was not read either. */}
      <title>Run · RustyBT</title>
      <RouteProblem what="The run" {...props} />
    </>
  );
}
