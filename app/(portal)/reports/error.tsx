"use client";

import { type RouteErrorProps, RouteProblem } from "#app/_ui/route-problem.tsx";

export default function ReportsError(props: RouteErrorProps) {
  return <RouteProblem what="The reports" {...props} />;
}
