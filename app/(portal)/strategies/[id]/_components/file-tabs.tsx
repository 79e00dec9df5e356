"use client";

import { Ellipsis, FilePlus, TriangleAlert } from "lucide-react";
import { Tabs } from "radix-ui";
import { type ReactNode, useState } from "react";
import { Badge } from "#app/_ui/badge.tsx";
import { Button } from "#app/_ui/button.tsx";
import { IconButton } from "#app/_ui/icon-button.tsx";
import { Menu, MenuItem } from "#app/_ui/menu.tsx";
import { mostFiles } from "#server/strategies/file-path.ts";
import { FileDialog } from "./file-dialog.tsx";
import type { Files } from "./files.ts";

interface FileTabsProps {
  readonly files: Files;
  readonly active: string;
  readonly mayEdit: boolean;
  /** Paths of files in which the inspection found something. */
  readonly withProblems: ReadonlySet<string>;
  readonly onSelect: (path: string) => void;
  readonly onAdd: (path: string) => void;
  readonly onRename: (from: string, to: string) => void;
  readonly onMakeEntry: (path: string) => void;
  readonly onDelete: (path: string) => void;
  /** The editor of the active file. */
  readonly children: ReactNode;
}

/** The files of a strategy as tabs over the editor; the entry, which the engine loads, stands first. */
export function FileTabs({ files, active, mayEdit, withProblems, children, ...on }: FileTabsProps) {
  const [asking, setAsking] = useState<"add" | "rename">();
  const paths = files.map(({ path }) => path);
  const isEntry = paths[0] === active;
  return (
    <Tabs.Root value={active} onValueChange={on.onSelect}>
      <div className="mb-2 flex items-center gap-1 border-b">
        <Tabs.List aria-label="Files" className="flex min-w-0 grow gap-1 overflow-x-auto overflow-y-hidden [scrollbar-width:none]">
          {paths.map((path, index) => (
            <Tabs.Trigger
              key={path}
              value={path}
              className="-mb-px flex h-9 shrink-0 items-center gap-1.5 border-transparent border-b-2 px-2.5 text-muted focus-visible:-outline-offset-2 hover:text-text data-[state=active]:border-accent data-[state=active]:text-text pointer-coarse:h-10"
            >
              {withProblems.has(path) && <TriangleAlert className="size-4 text-loss" role="img" aria-label="has problems" />}
              <code className="font-mono text-note">{path}</code>
              {index === 0 && <Badge>entry</Badge>}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {mayEdit && (
          <>
            <IconButton
              label={paths.length < mostFiles ? "Add file" : `A strategy has ${mostFiles} files at most`}
              disabled={paths.length >= mostFiles}
              onClick={() => setAsking("add")}
            >
              <FilePlus aria-hidden="true" />
            </IconButton>
            <Menu
              trigger={
                <Button variant="ghost" size="icon" aria-label={`Actions for ${active}`}>
                  <Ellipsis aria-hidden="true" />
                </Button>
              }
            >
              <MenuItem onSelect={() => setAsking("rename")}>Rename or move</MenuItem>
              <MenuItem disabled={isEntry || active.endsWith(".json")} onSelect={() => on.onMakeEntry(active)}>
                Make it the entry
              </MenuItem>
              <MenuItem disabled={isEntry} onSelect={() => on.onDelete(active)}>
                Delete
              </MenuItem>
            </Menu>
          </>
        )}
      </div>
      <Tabs.Content value={active} tabIndex={-1}>
        {children}
      </Tabs.Content>
      {asking === "add" && (
        <FileDialog
          title="Add file"
          verb="Add file"
          hint="Such as lib/signals.ts, which sma-cross.ts imports as ./lib/signals.ts."
          path=""
          taken={paths}
          onClose={() => setAsking(undefined)}
          onDone={(path) => {
            setAsking(undefined);
            on.onAdd(path);
          }}
        />
      )}
      {asking === "rename" && (
        <FileDialog
          title={`Rename ${active}`}
          verb="Rename file"
          hint="What imports it has to name the new path."
          path={active}
          taken={paths.filter((path) => path !== active)}
          onClose={() => setAsking(undefined)}
          onDone={(path) => {
            setAsking(undefined);
            on.onRename(active, path);
          }}
        />
      )}
    </Tabs.Root>
  );
}
