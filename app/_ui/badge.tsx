import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

export type Tone = "neutral" | "accent" | "gain" | "loss" | "warn";

const tones: Readonly<Record<Tone, string>> = {
  neutral: "text-muted",
  accent: "border-accent text-accent",
  gain: "border-gain text-gain",
  loss: "border-loss text-loss",
  warn: "border-warn text-warn",
};

export function Badge({
  tone = "neutral",
  className,
  children,
}: {
  readonly tone?: Tone;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <span
      className={classNames(
        "inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-md border px-1.5 text-note",
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
