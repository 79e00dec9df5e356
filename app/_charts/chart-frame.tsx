"use client";

import { Table2 } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import type { TableTwin } from "rustybt/charts";
import { DataActions, SmallButton } from "#app/_ui/data-actions.tsx";
import { TwinTable } from "./twin-table.tsx";

interface ChartFrameProps {
  readonly title: string;
  /** The unit of the value axis, behind the title. */
  readonly unit?: string;
  /** The main finding, for screen readers and for "what is this". */
  readonly sentence: string;
  readonly note?: string | undefined;
  /** What is drawn and how it is computed. */
  readonly about: ReactNode;
  /** A long one is made when it is asked for. */
  readonly table: TableTwin | (() => TableTwin);
  readonly fileName: string;
  /** Buttons before copy and CSV, such as "Logarithmic". */
  readonly controls?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A chart's title, its actions and its table twin around the picture. */
export function ChartFrame({ title, unit, sentence, note, about, table, fileName, controls, children, className = "" }: ChartFrameProps) {
  const id = useId();
  const [isTable, setTable] = useState(false);
  const twin = () => (typeof table === "function" ? table() : table);
  return (
    <figure className={`min-w-0 ${className}`} aria-labelledby={`${id}-title`} aria-describedby={`${id}-sentence`}>
      <figcaption className="mb-1 flex min-h-6 flex-wrap items-center justify-between gap-x-3">
        <h2 id={`${id}-title`} className="font-medium">
          {title}
          {unit !== undefined && unit !== "" && <span className="ml-1.5 font-normal text-muted text-note">{unit}</span>}
        </h2>
        <DataActions
          title={title}
          fileName={fileName}
          table={() => {
            const { columns, rows } = twin();
            return { head: columns.map(({ label }) => label), rows: () => rows };
          }}
          about={
            <>
              <div>{about}</div>
              <p className="text-muted">{sentence}</p>
              {note !== undefined && <p className="text-warn">{note}</p>}
            </>
          }
        >
          {controls}
          <SmallButton
            label={isTable ? "Show the chart" : "Show as a table"}
            isPressed={isTable}
            icon={<Table2 className="size-3.5" aria-hidden="true" />}
            onClick={() => setTable(!isTable)}
          />
        </DataActions>
      </figcaption>
      <p id={`${id}-sentence`} className="sr-only">
        {sentence}
      </p>
      {isTable ? <TwinTable title={title} table={twin()} /> : children}
      {note !== undefined && <p className="mt-1 text-muted text-note">{note}</p>}
    </figure>
  );
}
