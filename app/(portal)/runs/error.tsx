"use client";

import { type RouteErrorProps, RouteProblem } from "#app/_ui/route-problem.tsx";

export default function RunsError(props: RouteErrorProps) {
  return <RouteProblem what="The runs" {...props} />;
}
