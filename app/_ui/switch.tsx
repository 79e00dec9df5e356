"use client";

import { Switch as Radix } from "radix-ui";
import { type ReactNode, useId } from "react";

interface SwitchProps {
  readonly label: ReactNode;
  readonly note?: ReactNode;
  readonly checked?: boolean;
  readonly defaultChecked?: boolean;
  readonly onCheckedChange?: (checked: boolean) => void;
  readonly name?: string;
  readonly disabled?: boolean;
}

/** Takes effect at once; a checkbox waits for the form. */
export function Switch({ label, note, ...rest }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-4">
      <div className="flex flex-col">
        <label htmlFor={id}>{label}</label>
        {note !== undefined && (
          <span id={`${id}-note`} className="text-note text-muted">
            {note}
          </span>
        )}
      </div>
      <Radix.Root
        id={id}
        {...rest}
        {...(note === undefined ? {} : { "aria-describedby": `${id}-note` })}
        className="inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-muted bg-panel px-0.5 transition-colors disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Radix.Thumb className="size-3.5 rounded-full bg-muted transition-transform data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-accent" />
      </Radix.Root>
    </div>
  );
}
