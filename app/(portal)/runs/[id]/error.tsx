"use client";

import { type RouteErrorProps, RouteProblem } from "#app/_ui/route-problem.tsx";

export default function RunError(props: RouteErrorProps) {
  return <RouteProblem what="The run" {...props} />;
}
