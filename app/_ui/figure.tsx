"use client";

import type { ReactNode } from "react";
import { Sparkline } from "./sparkline.tsx";
import { Tooltip } from "./tooltip.tsx";

interface FigureProps {
  readonly label: string;
  /** As formatted, with its unit. */
  readonly value: ReactNode;
  /** Shown on hover and focus: formula, sample size, why undefined. */
  readonly definition: ReactNode;
  /** Under the value: an interval, a count. */
  readonly note?: ReactNode;
  readonly tone?: "gain" | "loss";
  readonly trend?: ArrayLike<number> | undefined;
}

/** A headline figure. */
export function Figure({ label, value, definition, note, tone, trend }: FigureProps) {
  const colour = tone === "gain" ? "text-gain" : tone === "loss" ? "text-loss" : "";
  return (
    <Tooltip text={definition} side="bottom">
      <button type="button" className="flex min-w-0 cursor-help flex-col items-start rounded-md text-left">
        <span className="text-muted underline decoration-dotted decoration-line underline-offset-3">{label}</span>
        <span className={`tabular whitespace-nowrap font-medium text-figure max-sm:text-title ${colour}`}>{value}</span>
        <span className="flex h-5 items-center gap-2 text-muted text-note">
          {trend !== undefined && <Sparkline values={trend} />}
          {note}
        </span>
      </button>
    </Tooltip>
  );
}
