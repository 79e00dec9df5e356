"use client";

import { type RouteErrorProps, RouteProblem } from "#app/_ui/route-problem.tsx";

export default function PortalError(props: RouteErrorProps) {
  return <RouteProblem what="This page" {...props} />;
}
