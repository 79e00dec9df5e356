"use client";

import { formatDecimal, shortHash } from "#app/_lib/format.ts";
import { Badge } from "#app/_ui/badge.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Moment } from "#app/_ui/moment.tsx";
import { Table } from "#app/_ui/table.tsx";
import type { DatasetVersion } from "./types.ts";

interface VersionsTableProps {
  readonly versions: readonly DatasetVersion[];
  readonly shownId: string;
  readonly onShow: (versionId: string) => void;
}

/** Versions never change; runs name the one they read. */
export function VersionsTable({ versions, shownId, onShow }: VersionsTableProps) {
  return (
    <Table
      label="Versions"
      rows={versions}
      rowKey={({ id }) => id}
      isSelected={({ id }) => id === shownId}
      columns={[
        { id: "number", label: "Version", cell: ({ number }) => `Version ${number}`, narrow: "lead" },
        { id: "source", label: "File", cell: ({ sourceName }) => sourceName, narrow: "hidden" },
        {
          id: "hash",
          label: "Sha256 of the file",
          cell: ({ sourceSha256 }) => <code className="font-mono text-note">{shortHash(sourceSha256)}</code>,
          narrow: "hidden",
        },
        {
          id: "size",
          label: "Size, kB",
          cell: ({ sourceBytes }) => formatDecimal(Math.ceil(sourceBytes / 1000)),
          align: "right",
          narrow: "hidden",
        },
        { id: "symbols", label: "Symbols", cell: ({ symbols }) => formatDecimal(symbols.length), align: "right", narrow: "hidden" },
        { id: "rows", label: "Bars", cell: ({ rows }) => formatDecimal(rows), align: "right", narrow: "second" },
        {
          id: "imported",
          label: "Imported",
          cell: ({ createdAt }) => <Moment at={createdAt} />,
          align: "right",
          narrow: "second",
        },
        {
          id: "show",
          label: "Show",
          isLabelHidden: true,
          align: "right",
          narrow: "trail",
          cell: ({ id, number }) =>
            id === shownId ? (
              <Badge tone="accent">Shown</Badge>
            ) : (
              <Button size="sm" aria-label={`Show version ${number}`} onClick={() => onShow(id)}>
                Show
              </Button>
            ),
        },
      ]}
    />
  );
}
