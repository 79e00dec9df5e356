"use client";

import type { ReactNode } from "react";
import { Button } from "#app/_ui/button.tsx";
import { Problem } from "#app/_ui/problem.tsx";
import { Skeleton } from "#app/_ui/skeleton.tsx";
import { PartError, usePart, useRows } from "./result-source.tsx";
import type { RowTable } from "./rows/row-table.ts";

interface PartProps<T> {
  readonly name: string;
  /** Of what will stand here, so that nothing moves when it comes. */
  readonly height: number;
  readonly children: (part: T) => ReactNode;
}

/** Loads a part of the result and shows what it is while that lasts or when it fails. */
export function Part<T>({ name, ...rest }: PartProps<T>) {
  return <Loaded part={usePart<T>(name)} {...rest} />;
}

/** The same of a part that is rows. */
export function RowsPart({ name, ...rest }: PartProps<RowTable>) {
  return <Loaded part={useRows(name)} {...rest} />;
}

interface LoadedProps<T> extends Omit<PartProps<T>, "name"> {
  readonly part: {
    readonly data: T | undefined;
    readonly error: Error | null;
    readonly isFetching: boolean;
    readonly refetch: () => unknown;
  };
}

function Loaded<T>({ part: { data, error, isFetching, refetch }, height, children }: LoadedProps<T>) {
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
    <Problem
      title={error.message}
      requestId={told?.requestId}
      action={
        <Button isBusy={isFetching} onClick={() => void refetch()}>
          Try again
        </Button>
      }
    >
      {told?.hint ?? "Try again; if it fails once more, load the page anew."}
    </Problem>
  );
}
