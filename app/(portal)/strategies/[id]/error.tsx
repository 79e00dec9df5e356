"use client";

import { type RouteErrorProps, RouteProblem } from "#app/_ui/route-problem.tsx";

export default function StrategyError(props: RouteErrorProps) {
  return <RouteProblem what="This strategy" {...props} />;
}
