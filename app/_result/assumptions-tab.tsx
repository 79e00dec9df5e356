"use client";

import { DataActions } from "#app/_ui/data-actions.tsx";
import { Table } from "#app/_ui/table.tsx";
import { useResultSource } from "./result-source.tsx";

export function AssumptionsTab() {
  const { overview, fileName } = useResultSource();
  const { assumptions } = overview;
  return (
    <>
      <div className="mb-2 flex min-h-8 items-center justify-between">
        <span className="text-muted">{assumptions.length} assumptions</span>
        <DataActions
          title="Assumptions"
          fileName={`${fileName}-assumptions`}
          about={<p>What was assumed where data and settings left a choice. Another choice gives another result.</p>}
          table={() => ({ head: ["code", "assumption"], rows: () => assumptions.map(({ code, message }) => [code, message]) })}
        />
      </div>
      <Table
        label="Assumptions"
        rows={assumptions}
        rowKey={({ code, message }) => `${code} ${message}`}
        columns={[
          { id: "message", label: "Assumption", cell: ({ message }) => message, narrow: "lead", className: "py-1.5" },
          {
            id: "code",
            label: "Code",
            cell: ({ code }) => <code className="font-mono text-muted text-note">{code}</code>,
            narrow: "second",
          },
        ]}
      />
    </>
  );
}
