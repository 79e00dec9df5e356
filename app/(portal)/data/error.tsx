"use client";

import { type RouteErrorProps, RouteProblem } from "#app/_ui/route-problem.tsx";

export default function DataError(props: RouteErrorProps) {
  return <RouteProblem what="Data" {...props} />;
}
