"use client";

import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";

interface MenuProps {
  readonly trigger: ReactNode;
  readonly align?: "start" | "end";
  readonly children: ReactNode;
}

export function Menu({ trigger, align = "end", children }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-48 max-w-80 animate-appear rounded-md border bg-bg p-1 shadow-menu"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

const itemStyle =
  "relative flex min-h-8 cursor-default select-none items-center gap-2 rounded-md px-2 outline-none data-disabled:opacity-50 data-highlighted:bg-panel [&_svg]:size-4 [&_svg]:text-muted pointer-coarse:min-h-10";

interface MenuItemProps {
  readonly children: ReactNode;
  readonly onSelect?: () => void;
  /** Renders its only child, such as a link. */
  readonly asChild?: boolean;
  readonly disabled?: boolean;
}

export function MenuItem({ children, onSelect, asChild = false, disabled = false }: MenuItemProps) {
  return (
    <DropdownMenu.Item asChild={asChild} disabled={disabled} className={itemStyle} onSelect={() => onSelect?.()}>
      {children}
    </DropdownMenu.Item>
  );
}

interface MenuChoiceProps {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  readonly options: readonly { readonly value: string; readonly label: string; readonly note?: string }[];
}

/** One of several, with a tick at the chosen one. */
export function MenuChoice({ value, onValueChange, options }: MenuChoiceProps) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={onValueChange}>
      {options.map((option) => (
        <DropdownMenu.RadioItem key={option.value} value={option.value} className={`${itemStyle} pl-8`}>
          <DropdownMenu.ItemIndicator className="absolute left-2">
            <Check aria-hidden="true" />
          </DropdownMenu.ItemIndicator>
          <span className="flex min-w-0 flex-col">
            <span className="truncate">{option.label}</span>
            {option.note !== undefined && <span className="truncate text-muted text-note">{option.note}</span>}
          </span>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

export function MenuLabel({ children }: { readonly children: ReactNode }) {
  return <DropdownMenu.Label className="px-2 py-1 text-muted text-note">{children}</DropdownMenu.Label>;
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="my-1 border-t" />;
}
