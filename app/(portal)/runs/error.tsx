"use client";

import { Button } from "#app/_ui/button.tsx";
import { Problem } from "#app/_ui/problem.tsx";

export default function RunsError({ error, reset }: { readonly error: Error & { readonly digest?: string }; readonly reset: () => void }) {
  return (
    <Problem title="Runs could not be shown" requestId={error.digest} action={<Button onClick={reset}>Try again</Button>}>
      Runs go on by themselves; nothing is lost.
    </Problem>
  );
}
