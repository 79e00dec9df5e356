"use client";

import "./globals.css";
import { type RouteErrorProps, RouteProblem } from "#app/_ui/route-problem.tsx";
import { TooltipProvider } from "#app/_ui/tooltip.tsx";

export default function GlobalError(props: RouteErrorProps) {
  return (
    <html lang="en">
      <body>
        <TooltipProvider>
          <main className="mx-auto max-w-160 p-6 pt-16">
            <RouteProblem what="The portal" {...props} />
          </main>
        </TooltipProvider>
      </body>
    </html>
  );
}
