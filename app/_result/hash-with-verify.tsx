"use client";

import { Download, ShieldCheck } from "lucide-react";
import { Popover } from "radix-ui";
import { shortHash } from "#app/_lib/format.ts";
import { Button } from "#app/_ui/button.tsx";
import { CopyButton } from "#app/_ui/copy-button.tsx";

interface HashWithVerifyProps {
  readonly hash: string;
  readonly documentUrl: string;
}

/** The first digits of the hash, the whole of it to copy, and how anybody can check it. */
export function HashWithVerify({ hash, documentUrl }: HashWithVerifyProps) {
  return (
    <span className="inline-flex items-center gap-1">
      <span className="sr-only">Hash</span>
      <code className="font-mono text-text">{shortHash(hash)}</code>
      <CopyButton text={hash} label="Copy the whole hash" />
      <Popover.Root>
        <Popover.Trigger className="inline-flex items-center gap-1 rounded-md text-accent hover:underline">
          <ShieldCheck className="size-4" aria-hidden="true" />
          Verify
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            aria-label="Verify this result"
            onOpenAutoFocus={(event) => {
              event.preventDefault();
              (event.currentTarget as HTMLElement).focus();
            }}
            align="start"
            sideOffset={6}
            collisionPadding={8}
            className="z-50 w-110 max-w-[calc(100vw-1rem)] animate-appear rounded-md border bg-bg p-4 shadow-menu outline-none"
          >
            <VerifySteps hash={hash} documentUrl={documentUrl} />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </span>
  );
}

/** How to check a result without trusting this page. */
export function VerifySteps({ hash, documentUrl }: HashWithVerifyProps) {
  const command = "npx rustybt verify result.json";
  return (
    <div className="flex flex-col gap-3">
      <p>
        The hash is the sha256 of the run's event log. The result document has that log; from it alone the ledger, the equity curve and
        every metric are computed again, and a changed digit is found.
      </p>
      <ol className="flex list-decimal flex-col gap-2 pl-5">
        <li>
          <Button asChild size="sm">
            <a href={documentUrl} download="result.json">
              <Download aria-hidden="true" />
              Download result.json
            </a>
          </Button>
        </li>
        <li>
          Run
          <span className="mt-1 flex items-center gap-1">
            <code className="overflow-x-auto rounded-md border bg-panel px-2 py-0.5 font-mono text-note">{command}</code>
            <CopyButton text={command} label="Copy the command" />
          </span>
        </li>
        <li>
          It says that it holds, with the hash
          <code className="mt-1 block break-all font-mono text-muted text-note">{hash}</code>
        </li>
      </ol>
    </div>
  );
}
