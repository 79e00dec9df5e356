"use client";

import { GitCompare } from "lucide-react";
import { shortHash } from "#app/_lib/format.ts";
import { classNames } from "#app/_ui/class-names.ts";
import { IconButton } from "#app/_ui/icon-button.tsx";
import { Moment } from "#app/_ui/moment.tsx";
import type { VersionFacts } from "./types.ts";

interface VersionListProps {
  readonly versions: readonly VersionFacts[];
  readonly currentId: string;
  readonly comparedId: string | undefined;
  readonly onOpen: (versionId: string) => void;
  readonly onCompare: (versionId: string) => void;
}

export function VersionList({ versions, currentId, comparedId, onOpen, onCompare }: VersionListProps) {
  return (
    <nav aria-label="Versions">
      <h2 className="mb-2 font-semibold">Versions</h2>
      <ol className="max-h-[60vh] overflow-auto rounded-md border">
        {versions.map(({ id, number, sha256, createdAt, problems }) => (
          <li
            key={id}
            className={classNames("flex items-center gap-1 border-b px-2 py-1.5 last:border-b-0", id === currentId && "bg-panel")}
          >
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
          </li>
        ))}
      </ol>
    </nav>
  );
}
