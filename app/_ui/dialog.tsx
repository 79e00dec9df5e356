"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";

export interface DialogProps {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  /** The button that opens it; without one the parent holds `open`. */
  readonly trigger?: ReactNode;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly children?: ReactNode;
  /** Buttons, right-aligned, the primary one last. */
  readonly footer?: ReactNode;
}

export function Dialog({ title, description, trigger, open, onOpenChange, children, footer }: DialogProps) {
  return (
    <Radix.Root {...(open === undefined ? {} : { open })} {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      {trigger !== undefined && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Radix.Content
          className="-translate-x-1/2 -translate-y-1/2 fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-120 animate-appear flex-col rounded-md border bg-bg"
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
        >
          <div className="flex items-start justify-between gap-4 p-4 pb-2">
            <div>
              <Radix.Title className="font-semibold text-body">{title}</Radix.Title>
              {description !== undefined && <Radix.Description className="mt-1 text-muted">{description}</Radix.Description>}
            </div>
            <CloseButton />
          </div>
          <div className="overflow-auto px-4 py-2">{children}</div>
          {footer === undefined ? <div className="h-2" /> : <div className="flex flex-wrap justify-end gap-2 p-4 pt-2">{footer}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Closes the dialog around it; for the footer's "Cancel". */
export const DialogClose = Radix.Close;

function CloseButton() {
  return (
    <Radix.Close asChild>
      <Button variant="ghost" size="icon" className="-mt-1 -mr-1" aria-label="Close">
        <X aria-hidden="true" />
      </Button>
    </Radix.Close>
  );
}
