"use client";

import { Check } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";
import { type ReactNode, useId } from "react";

interface CheckboxProps {
  readonly label: ReactNode;
  readonly note?: ReactNode;
  readonly checked?: boolean;
  readonly defaultChecked?: boolean;
  readonly onCheckedChange?: (checked: boolean) => void;
  readonly name?: string;
  readonly disabled?: boolean;
  /** The label is for screen readers only: in a column of a table. */
  readonly isLabelHidden?: boolean;
}

export function Checkbox({ label, note, onCheckedChange, isLabelHidden = false, ...rest }: CheckboxProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <Radix.Root
        id={id}
        {...rest}
        onCheckedChange={(checked) => onCheckedChange?.(checked === true)}
        {...(note === undefined ? {} : { "aria-describedby": `${id}-note` })}
        className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-[4px] border border-muted bg-bg disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Radix.Indicator>
          <Check className="size-3 text-on-accent" strokeWidth={3} aria-hidden="true" />
        </Radix.Indicator>
      </Radix.Root>
      <div className={isLabelHidden ? "sr-only" : "flex flex-col"}>
        <label htmlFor={id}>{label}</label>
        {note !== undefined && (
          <span id={`${id}-note`} className="text-note text-muted">
            {note}
          </span>
        )}
      </div>
    </div>
  );
}
