import { Ban, CircleCheck, CircleX, Clock, LoaderCircle } from "lucide-react";
import { classNames } from "./class-names.ts";

/** States of a run, an upload or an inspection. */
export type StatusName = "queued" | "running" | "succeeded" | "failed" | "cancelled";

const looks = {
  queued: { icon: Clock, text: "Queued", style: "text-muted" },
  running: { icon: LoaderCircle, text: "Running", style: "text-accent [&_svg]:animate-spin" },
  succeeded: { icon: CircleCheck, text: "Succeeded", style: "text-gain" },
  failed: { icon: CircleX, text: "Failed", style: "text-loss" },
  cancelled: { icon: Ban, text: "Cancelled", style: "text-muted" },
} as const;

export function Status({ status, text, className }: { readonly status: StatusName; readonly text?: string; readonly className?: string }) {
  const { icon: Icon, text: usual, style } = looks[status];
  return (
    <span className={classNames("inline-flex items-center gap-1.5 whitespace-nowrap", style, className)}>
      <Icon className="size-4 shrink-0" aria-hidden="true" />
      {text ?? usual}
    </span>
  );
}
