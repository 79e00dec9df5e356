"use client";

import { CircleHelp, Download } from "lucide-react";
import { Popover } from "radix-ui";
import type { ReactNode } from "react";
import { csvText, tabText } from "#app/_lib/csv.ts";
import { saveFile } from "#app/_lib/save-file.ts";
import { CopyButton } from "./copy-button.tsx";
import { toast } from "./toast.tsx";
import { Tooltip } from "./tooltip.tsx";

type Rows = Iterable<readonly (string | number | null | undefined)[]>;

export interface DataTable {
  readonly head: readonly string[];
  readonly rows: () => Rows;
}

interface DataActionsProps {
  /** Names the thing: "Copy Equity". */
  readonly title: string;
  /** Without its ending. */
  readonly fileName: string;
  /** Its rows, or where there are too many to write them out in the page: who writes them. */
  readonly table: (() => DataTable) | ((format: "csv" | "tab") => Promise<string>);
  /** "What is this", in words. */
  readonly about: ReactNode;
  /** More buttons before these. */
  readonly children?: ReactNode;
}

const smallButton =
  "inline-flex size-6 shrink-0 items-center justify-center rounded-md text-muted hover:bg-panel hover:text-text aria-pressed:bg-panel aria-pressed:text-text";

/** Copy, CSV and "what is this": at every table, chart and figure. */
export function DataActions({ title, fileName, table, about, children }: DataActionsProps) {
  async function written(format: "csv" | "tab"): Promise<string> {
    const given = await table(format);
    if (typeof given === "string") return given;
    return (format === "csv" ? csvText : tabText)(given.head, given.rows());
  }

  async function save() {
    try {
      saveFile(`${fileName}.csv`, await written("csv"));
    } catch (error) {
      toast.error("The CSV could not be written", { description: error instanceof Error ? error.message : String(error) });
    }
  }

  return (
    <div className="flex shrink-0 items-center gap-0.5">
      {children}
      <CopyButton label={`Copy ${title}`} text={() => written("tab")} />
      <SmallButton
        label={`Download ${title} as CSV`}
        icon={<Download className="size-3.5" aria-hidden="true" />}
        onClick={() => void save()}
      />
      <Popover.Root>
        <Popover.Trigger aria-label={`What is ${title}`} className={smallButton}>
          <CircleHelp className="size-3.5" aria-hidden="true" />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            aria-label={`What ${title} is`}
            align="end"
            sideOffset={4}
            collisionPadding={8}
            className="z-50 flex max-w-96 animate-appear flex-col gap-2 rounded-md border bg-bg p-3 shadow-menu"
          >
            {about}
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </div>
  );
}

interface SmallButtonProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly onClick: () => void;
  readonly isPressed?: boolean;
}

export function SmallButton({ label, icon, onClick, isPressed }: SmallButtonProps) {
  return (
    <Tooltip text={label}>
      <button type="button" aria-label={label} aria-pressed={isPressed} onClick={onClick} className={smallButton}>
        {icon}
      </button>
    </Tooltip>
  );
}
