"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import type { DialogProps } from "./dialog.tsx";

interface DrawerProps extends DialogProps {
  /** `inspect` leaves the page behind usable, for panels that explain what is selected there. */
  readonly mode?: "modal" | "inspect";
  readonly width?: "md" | "lg";
  /** Above the title: previous and next of what is inspected. */
  readonly controls?: ReactNode;
}

/** A panel from the right; the whole width of a phone. */
export function Drawer({
  title,
  description,
  trigger,
  open,
  onOpenChange,
  children,
  footer,
  mode = "modal",
  width = "md",
  controls,
}: DrawerProps) {
  const isModal = mode === "modal";
  return (
    <Radix.Root modal={isModal} {...(open === undefined ? {} : { open })} {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      {trigger !== undefined && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        {isModal && <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />}
        <Radix.Content
          onOpenAutoFocus={(event) => {
            // To the panel, not to its first button, whose tooltip would cover what was asked for.
            event.preventDefault();
            (event.currentTarget as HTMLElement).focus();
          }}
          onInteractOutside={(event) => {
            if (!isModal) event.preventDefault();
          }}
          className={`fixed inset-y-0 right-0 outline-none z-40 flex w-full animate-slide-in flex-col border-l bg-bg ${width === "lg" ? "max-w-180" : "max-w-120"} ${isModal ? "" : "shadow-menu"}`}
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
        >
          <div className="flex items-start justify-between gap-4 border-b px-4 py-3">
            <div className="min-w-0">
              <Radix.Title className="font-semibold text-body">{title}</Radix.Title>
              {description !== undefined && <Radix.Description className="text-muted">{description}</Radix.Description>}
            </div>
            <div className="flex items-center gap-1">
              {controls}
              <Radix.Close asChild>
                <Button variant="ghost" size="icon" aria-label="Close">
                  <X aria-hidden="true" />
                </Button>
              </Radix.Close>
            </div>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
          <div tabIndex={0} className="grow overflow-auto p-4 focus-visible:-outline-offset-2">
            {children}
          </div>
          {footer !== undefined && <div className="flex flex-wrap justify-end gap-2 border-t px-4 py-3">{footer}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
