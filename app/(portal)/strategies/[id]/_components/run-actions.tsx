"use client";

import { Play, Save } from "lucide-react";
import Link from "next/link";
import { Button } from "#app/_ui/button.tsx";
import { Tooltip } from "#app/_ui/tooltip.tsx";

interface RunActionsProps {
  readonly versionId: string;
  readonly isChanged: boolean;
  readonly isSaving: boolean;
  /** Why the saved version cannot run, and what to do about it. */
  readonly obstacle: string | undefined;
  readonly onSave: () => void;
  readonly onSaveAndRun: () => void;
}

/** Save, and the page's primary action: a backtest of what is in the editor. */
export function RunActions({ versionId, isChanged, isSaving, obstacle, onSave, onSaveAndRun }: RunActionsProps) {
  return (
    <>
      <Button onClick={onSave} disabled={!isChanged} isBusy={isSaving} aria-keyshortcuts="Control+S">
        <Save aria-hidden="true" />
        Save version
      </Button>
      {isChanged ? (
        <Button variant="primary" isBusy={isSaving} onClick={onSaveAndRun}>
          <Play aria-hidden="true" />
          Save and run
        </Button>
      ) : obstacle === undefined ? (
        <Button variant="primary" asChild>
          <Link href={`/runs/new?version=${versionId}`}>
            <Play aria-hidden="true" />
            Run backtest
          </Link>
        </Button>
      ) : (
        // It can have focus, so that its reason can be read.
        <Tooltip text={obstacle} side="bottom">
          <Button variant="primary" aria-disabled="true">
            <Play aria-hidden="true" />
            Run backtest
          </Button>
        </Tooltip>
      )}
    </>
  );
}
