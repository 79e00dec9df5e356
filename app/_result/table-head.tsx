"use client";

import type { ReactNode } from "react";
import { DataActions } from "#app/_ui/data-actions.tsx";
import { exactRows } from "./columns.ts";
import { type RowColumns, useResultSource } from "./result-source.tsx";

interface TableHeadProps {
  readonly title: string;
  readonly part: RowColumns;
  /** What is copied and exported, in this order, exact. */
  readonly names: readonly string[];
  /** What is shown, in its order. */
  readonly order?: () => Uint32Array | undefined;
  readonly about: ReactNode;
  readonly children?: ReactNode;
}

/** Above a table of a result: filters at the left, copy, CSV and "what is this" at the right. */
export function TableHead({ title, part, names, order, about, children }: TableHeadProps) {
  const { fileName } = useResultSource();
  return (
    <div className="mb-2 flex min-h-8 flex-wrap items-center justify-between gap-2">
      <div className="flex flex-wrap items-center gap-2">{children}</div>
      <DataActions
        title={title}
        fileName={`${fileName}-${title.toLowerCase()}`}
        about={about}
        table={() => ({ head: names, rows: () => exactRows(part, names, order?.()) })}
      />
    </div>
  );
}
