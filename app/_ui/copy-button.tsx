"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { classNames } from "./class-names.ts";
import { toast } from "./toast.tsx";
import { Tooltip } from "./tooltip.tsx";

interface CopyButtonProps {
  /** What is copied, or how to make it. */
  readonly text: string | (() => string | Promise<string>);
  readonly label?: string;
  readonly className?: string;
}

export function CopyButton({ text, label = "Copy", className }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [isCopied]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(typeof text === "string" ? text : await text());
      setCopied(true);
    } catch (error) {
      toast.error("Not copied", { description: error instanceof Error ? error.message : "The browser did not allow it." });
    }
  }

  const Icon = isCopied ? Check : Copy;
  return (
    <Tooltip text={isCopied ? "Copied" : label}>
      <button
        type="button"
        aria-label={label}
        onClick={() => void copy()}
        className={classNames(
          "inline-flex size-6 shrink-0 items-center justify-center rounded-md text-muted hover:bg-panel hover:text-text",
          className,
        )}
      >
        <Icon className="size-3.5" aria-hidden="true" />
        <span role="status" className="sr-only">
          {isCopied ? "Copied" : ""}
        </span>
      </button>
    </Tooltip>
  );
}
