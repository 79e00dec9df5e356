"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import { IconButton } from "#app/_ui/icon-button.tsx";

interface StepButtonsProps {
  readonly noun: string;
  readonly at: number;
  readonly count: number;
  readonly onMove: (to: number) => void;
}

/** Previous and next of what a side panel shows. */
export function StepButtons({ noun, at, count, onMove }: StepButtonsProps) {
  return (
    <>
      <IconButton label={`Previous ${noun}`} disabled={at <= 0} onClick={() => onMove(at - 1)}>
        <ChevronUp aria-hidden="true" />
      </IconButton>
      <IconButton label={`Next ${noun}`} disabled={at >= count - 1} onClick={() => onMove(at + 1)}>
        <ChevronDown aria-hidden="true" />
      </IconButton>
    </>
  );
}
