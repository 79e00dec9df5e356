"use client";

import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { Button } from "./button.tsx";
import { Problem } from "./problem.tsx";

export interface RouteErrorProps {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

/** For every `error.tsx`: what could not be shown, and a second try. The digest finds the cause in the server's log. */
export function RouteProblem({ what, error, reset }: RouteErrorProps & { readonly what: string }) {
  const router = useRouter();
  function retry() {
    startTransition(() => {
      router.refresh();
      reset();
    });
  }
  return (
    <Problem title={`${what} cannot be shown`} requestId={error.digest} action={<Button onClick={retry}>Try again</Button>}>
      The failure is in the server's log under this number. If a second try fails too, give it to whoever runs this portal.
    </Problem>
  );
}
