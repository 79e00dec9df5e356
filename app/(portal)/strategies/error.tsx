"use client";

import { type RouteErrorProps, RouteProblem } from "#app/_ui/route-problem.tsx";

export default function StrategiesError(props: RouteErrorProps) {
  return <RouteProblem what="The strategies" {...props} />;
}
