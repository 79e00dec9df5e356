"use client";

import { Command } from "cmdk";
import { Search } from "lucide-react";
import { Dialog } from "radix-ui";
import { type ReactNode, useEffect } from "react";

export interface PaletteItem {
  readonly id: string;
  readonly label: string;
  /** What also finds it. */
  readonly keywords?: readonly string[];
  readonly note?: string;
  readonly icon?: ReactNode;
  readonly onSelect: () => void;
}

export interface PaletteGroup {
  readonly heading: string;
  readonly items: readonly PaletteItem[];
}

interface CommandPaletteProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly groups: readonly PaletteGroup[];
  readonly isLoading?: boolean;
}

/** Everything reachable by name, on Ctrl or Cmd with K. */
export function CommandPalette({ open, onOpenChange, groups, isLoading = false }: CommandPaletteProps) {
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      onOpenChange(!open);
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [open, onOpenChange]);

  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="-translate-x-1/2 fixed top-[12dvh] left-1/2 z-40 w-[calc(100vw-2rem)] max-w-140 animate-appear rounded-md border bg-bg shadow-menu"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <Command label="Search and commands" className="flex max-h-[60dvh] flex-col">
            <div className="flex items-center gap-2 border-b px-3">
              <Search className="size-4 shrink-0 text-muted" aria-hidden="true" />
              <Command.Input
                placeholder="Name of a run, strategy, dataset or page"
                className="h-11 w-full bg-transparent text-body outline-none placeholder:text-muted"
              />
            </div>
            <Command.List className="overflow-auto p-1">
              <Command.Empty className="px-3 py-6 text-muted">{isLoading ? "Loading" : "Nothing has this name."}</Command.Empty>
              {groups
                .filter(({ items }) => items.length > 0)
                .map(({ heading, items }) => (
                  <Command.Group
                    key={heading}
                    heading={heading}
                    className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-note"
                  >
                    {items.map(({ id, label, keywords, note, icon, onSelect }) => (
                      <Command.Item
                        key={id}
                        value={`${label} ${id}`}
                        {...(keywords === undefined ? {} : { keywords: [...keywords] })}
                        onSelect={() => {
                          onOpenChange(false);
                          onSelect();
                        }}
                        className="flex min-h-8 cursor-default items-center gap-2 rounded-md px-2 data-[selected=true]:bg-panel [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted"
                      >
                        {icon}
                        <span className="truncate">{label}</span>
                        {note !== undefined && <span className="ml-auto shrink-0 text-muted text-note">{note}</span>}
                      </Command.Item>
                    ))}
                  </Command.Group>
                ))}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
