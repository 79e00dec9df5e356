"use client";

import { type RouteErrorProps, RouteProblem } from "#app/_ui/route-problem.tsx";

export default function SettingsError(props: RouteErrorProps) {
  return <RouteProblem what="These settings" {...props} />;
}
