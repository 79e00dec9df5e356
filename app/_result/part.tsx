"use client";

import type { ReactNode } from "react";
import { Button } from "#app/_ui/button.tsx";
import { Problem } from "#app/_ui/problem.tsx";
import { Skeleton } from "#app/_ui/skeleton.tsx";
import { PartError, usePart } from "./result-source.tsx";

interface PartProps<T> {
  readonly name: string;
  /** Of what will stand here, so that nothing moves when it comes. */
  readonly height: number;
  readonly children: (part: T) => ReactNode;
}

/** Loads a part of the result and shows what it is while that lasts or when it fails. */
export function Part<T>({ name, height, children }: PartProps<T>) {
  const { data, error, refetch } = usePart<T>(name);
  if (data !== undefined) return children(data);
  if (error === null) {
    return (
      <div style={{ height }} role="status" aria-label="Loading">
        <Skeleton className="size-full" />
      </div>
    );
  }
  const told = error instanceof PartError ? error : undefined;
  return (
    <Problem title={error.message} requestId={told?.requestId} action={<Button onClick={() => void refetch()}>Try again</Button>}>
      {told?.hint ?? "Check the connection and try again."}
    </Problem>
  );
}
