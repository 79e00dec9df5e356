"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import { classNames } from "./class-names.ts";
import { useFieldControl } from "./field.tsx";
import { controlStyle } from "./input.tsx";

export interface SelectOption {
  readonly value: string;
  readonly label: string;
  /** A second line in the list. */
  readonly note?: string;
  readonly disabled?: boolean;
}

interface SelectProps {
  readonly options: readonly SelectOption[];
  readonly value?: string | undefined;
  readonly defaultValue?: string;
  readonly onValueChange?: (value: string) => void;
  readonly name?: string;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly className?: string;
  /** Needed outside a field. */
  readonly "aria-label"?: string;
}

export function Select({ options, value, defaultValue, onValueChange, name, placeholder, disabled, className, ...aria }: SelectProps) {
  return (
    <Radix.Root
      {...(value === undefined ? {} : { value })}
      {...(defaultValue === undefined ? {} : { defaultValue })}
      {...(onValueChange === undefined ? {} : { onValueChange })}
      {...(name === undefined ? {} : { name })}
      {...(disabled === undefined ? {} : { disabled })}
    >
      <Radix.Trigger
        className={classNames(
          controlStyle,
          "flex h-8 items-center justify-between gap-2 text-left data-placeholder:text-muted pointer-coarse:h-10",
          className,
        )}
        {...useFieldControl()}
        {...aria}
      >
        <span className="truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <ChevronDown className="size-4 shrink-0 text-muted" aria-hidden="true" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) animate-appear overflow-auto rounded-md border bg-bg p-1 shadow-menu"
        >
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                className="relative flex min-h-8 cursor-default select-none flex-col justify-center rounded-md py-1 pr-3 pl-7 outline-none data-disabled:opacity-50 data-highlighted:bg-panel"
              >
                <Radix.ItemIndicator className="absolute left-2">
                  <Check className="size-4" aria-hidden="true" />
                </Radix.ItemIndicator>
                <Radix.ItemText>{option.label}</Radix.ItemText>
                {option.note !== undefined && <span className="text-note text-muted">{option.note}</span>}
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
