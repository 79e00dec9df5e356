"use client";

import { GitCompare } from "lucide-react";
import Link from "next/link";
import { formatPercent, shortHash } from "#app/_lib/format.ts";
import { SignedAmount } from "#app/_ui/amount.tsx";
import { classNames } from "#app/_ui/class-names.ts";
import { IconButton } from "#app/_ui/icon-button.tsx";
import { Moment } from "#app/_ui/moment.tsx";
import { Status } from "#app/_ui/status.tsx";
import type { VersionFacts } from "./types.ts";

interface VersionListProps {
  readonly versions: readonly VersionFacts[];
  readonly currentId: string;
  readonly comparedId: string | undefined;
  readonly onOpen: (versionId: string) => void;
  readonly onCompare: (versionId: string) => void;
}

/** The versions, the newest first, each with what its last run came to. */
export function VersionList({ versions, currentId, comparedId, onOpen, onCompare }: VersionListProps) {
  return (
    <nav aria-label="Versions">
      <h2 className="mb-2 font-semibold">Versions</h2>
      <ol className="max-h-[60vh] overflow-auto rounded-md border">
        {versions.map(({ id, number, sha256, createdAt, problems, lastRun }) => (
          <li key={id} className={classNames("border-b px-2 py-1.5 last:border-b-0", id === currentId && "bg-panel")}>
            <div className="flex items-center gap-1">
              <button
                type="button"
                className="min-w-0 grow text-left"
                aria-current={id === currentId || undefined}
                onClick={() => onOpen(id)}
              >
                <span className="block font-medium">
                  Version {number}
                  {problems !== null && problems.length > 0 && <span className="text-loss"> · cannot run</span>}
                </span>
                <span className="block truncate text-muted text-note">
                  <Moment at={createdAt} /> · <code className="font-mono">{shortHash(sha256)}</code>
                </span>
              </button>
              {id !== currentId && (
                <IconButton
                  label={`Compare version ${number} with the editor`}
                  onClick={() => onCompare(id)}
                  aria-pressed={id === comparedId}
                >
                  <GitCompare aria-hidden="true" />
                </IconButton>
              )}
            </div>
            {lastRun !== null && <LastRun number={number} run={lastRun} />}
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface LastRunProps {
  readonly number: number;
  readonly run: NonNullable<VersionFacts["lastRun"]>;
}

function LastRun({ number, run: { id, status, netReturn, hash } }: LastRunProps) {
  return (
    <Link href={`/runs/${id}`} className="mt-1 flex items-center justify-between gap-2 text-note hover:underline">
      <span className="sr-only">
        Last run of version {number}
        {netReturn !== null && ": succeeded, net return"}
      </span>
      {netReturn === null ? (
        <Status status={status} />
      ) : (
        <span className="tabular-nums">
          <SignedAmount value={netReturn} text={formatPercent(netReturn)} />
        </span>
      )}
      <code className="font-mono text-accent">{hash === null ? "open" : shortHash(hash)}</code>
    </Link>
  );
}
