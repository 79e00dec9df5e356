"use client";

import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

export interface Tab {
  readonly id: string;
  readonly label: string;
  /** Behind the label, muted: how many rows are in it. */
  readonly count?: string;
  readonly content: ReactNode;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly value?: string;
  readonly defaultValue?: string;
  readonly onValueChange?: (id: string) => void;
}

/** Only the chosen tab's content is in the page. The row of tabs scrolls sideways where it does not fit. */
export function Tabs({ label, tabs, value, defaultValue = tabs[0]?.id ?? "", onValueChange }: TabsProps) {
  return (
    <Radix.Root {...(value === undefined ? { defaultValue } : { value })} {...(onValueChange === undefined ? {} : { onValueChange })}>
      <Radix.List aria-label={label} className="flex gap-1 overflow-x-auto overflow-y-hidden border-b [scrollbar-width:none]">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.id}
            value={tab.id}
            className="-mb-px flex h-9 shrink-0 items-center gap-1.5 border-transparent border-b-2 px-2.5 text-muted focus-visible:-outline-offset-2 hover:text-text data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text pointer-coarse:h-10"
          >
            {tab.label}
            {tab.count !== undefined && <span className="tabular font-normal text-muted text-note">{tab.count}</span>}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} className="pt-4 focus-visible:outline-offset-0" tabIndex={-1}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
