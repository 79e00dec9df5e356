"use client";

import type { ReactNode } from "react";
import { CopyButton } from "#app/_ui/copy-button.tsx";
import { Drawer } from "#app/_ui/drawer.tsx";

interface RowPanelProps {
  readonly title: string;
  readonly description: string;
  readonly noun: string;
  /** What is copied as JSON. */
  readonly row: unknown;
  readonly steps: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** One row of a table beside it, with the way to its neighbours. */
export function RowPanel({ title, description, noun, row, steps, onClose, children }: RowPanelProps) {
  return (
    <Drawer
      mode="inspect"
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      description={description}
      controls={
        <>
          <CopyButton text={() => JSON.stringify(row, null, 2)} label={`Copy this ${noun} as JSON`} className="size-8" />
          {steps}
        </>
      }
    >
      <div className="flex flex-col gap-5">{children}</div>
    </Drawer>
  );
}
