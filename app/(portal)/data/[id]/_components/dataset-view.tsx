"use client";

import { Upload } from "lucide-react";
import { useState } from "react";
import { formatDate, formatDecimal, formatList, plural, shortHash } from "#app/_lib/format.ts";
import { Badge } from "#app/_ui/badge.tsx";
import { Button } from "#app/_ui/button.tsx";
import { CopyButton } from "#app/_ui/copy-button.tsx";
import { Empty } from "#app/_ui/empty.tsx";
import { PageHead } from "#app/_ui/page-head.tsx";
import { Tabs } from "#app/_ui/tabs.tsx";
import { ImportDrawer } from "../../_components/import-drawer.tsx";
import { DatasetMenu } from "./dataset-menu.tsx";
import { PricesTab } from "./prices-tab.tsx";
import type { Dataset, DatasetVersion } from "./types.ts";
import { VersionReport } from "./version-report.tsx";
import { VersionsTable } from "./versions-table.tsx";

interface DatasetViewProps {
  readonly dataset: Dataset;
  readonly isEditor: boolean;
}

/** A dataset: one of its versions with coverage, report and prices, and all of them. */
export function DatasetView({ dataset, isEditor }: DatasetViewProps) {
  const { id, name, versions, archivedAt } = dataset;
  const newest = versions[0];
  const [versionId, setVersionId] = useState(newest?.id);
  const version = versions.find((one) => one.id === versionId) ?? newest;
  const isArchived = archivedAt !== null;
  return (
    <>
      <PageHead
        crumbs={[{ label: "Data", href: "/data" }, { label: name }]}
        title={
          <>
            {name} {isArchived && <Badge>Archived</Badge>}
          </>
        }
        note={version && <VersionLine version={version} isNewest={version === newest} onNewest={() => setVersionId(newest?.id)} />}
        actions={
          isEditor && (
            <>
              <DatasetMenu dataset={dataset} />
              {!isArchived && (
                <ImportDrawer
                  dataset={{ id, name, nextNumber: (newest?.number ?? 0) + 1 }}
                  trigger={
                    <Button variant="primary">
                      <Upload aria-hidden="true" />
                      Import version
                    </Button>
                  }
                />
              )}
            </>
          )
        }
      />
      {version === undefined ? (
        <Empty title="No version yet">Import a price file as its first version.</Empty>
      ) : (
        <Tabs
          label={name}
          tabs={[
            { id: "prices", label: "Prices", content: <PricesTab key={version.id} version={version} /> },
            { id: "report", label: "Coverage and report", content: <VersionReport versionId={version.id} /> },
            {
              id: "versions",
              label: "Versions",
              count: String(versions.length),
              content: <VersionsTable versions={versions} shownId={version.id} onShow={setVersionId} />,
            },
          ]}
        />
      )}
    </>
  );
}

function VersionLine({ version, isNewest, onNewest }: { version: DatasetVersion; isNewest: boolean; onNewest: () => void }) {
  const { number, symbols, rows, sourceName, objectSha256 } = version;
  const from = symbols.map((symbol) => symbol.from).sort()[0];
  const to = symbols
    .map((symbol) => symbol.to)
    .sort()
    .at(-1);
  const names = symbols.length <= 4 ? formatList(symbols.map(({ symbol }) => symbol)) : plural(symbols.length, "symbol");
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3">
      <span>
        Version {number}
        {!isNewest && (
          <button type="button" className="ml-1.5 text-accent hover:underline" onClick={onNewest}>
            show the newest
          </button>
        )}
      </span>
      <span>{names}</span>
      {from !== undefined && to !== undefined && (
        <span className="tabular">
          {formatDate(from)} – {formatDate(to)}
        </span>
      )}
      <span className="tabular">{formatDecimal(rows)} bars</span>
      <span>from {sourceName}</span>
      <span className="inline-flex items-center">
        <code className="font-mono text-note">{shortHash(objectSha256)}</code>
        <CopyButton text={objectSha256} label="Copy sha256 of the column file" />
      </span>
    </span>
  );
}
