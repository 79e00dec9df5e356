"use client";

import { type RouteErrorProps, RouteProblem } from "#app/_ui/route-problem.tsx";

export default function ShareError(props: RouteErrorProps) {
  return (
    <main className="mx-auto max-w-160 p-6 pt-16">
      {/* The page's own title is the run's name, which was not read either. */}
      <title>Shared run · RustyBT</title>
      <RouteProblem what="The shared run" {...props} />
    </main>
  );
}
