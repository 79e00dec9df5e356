"use client";

import { useQuery } from "@tanstack/react-query";
import { LoaderCircle } from "lucide-react";
import Link from "next/link";
import { formatDecimal } from "#app/_lib/format.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Tooltip } from "#app/_ui/tooltip.tsx";

/** How many runs are on their way; nothing while there are none. */
export function JobsIndicator() {
  const trpc = useTRPC();
  const { data: { running, queued } = { running: 0, queued: 0 } } = useQuery({
    ...trpc.runs.unfinished.queryOptions(),
    refetchInterval: ({ state: { data } }) => (data !== undefined && data.running + data.queued > 0 ? 2_000 : 15_000),
  });
  if (running + queued === 0) return null;
  const text = `${formatDecimal(String(running))} running, ${formatDecimal(String(queued))} queued`;
  return (
    <Tooltip text={text} side="bottom">
      <Button asChild variant="ghost" className="tabular px-2">
        <Link href={running > 0 ? "/runs?status=running" : "/runs?status=queued"} aria-label={`Runs: ${text}`}>
          <LoaderCircle className={running > 0 ? "animate-spin text-accent" : "text-muted"} aria-hidden="true" />
          {running + queued}
        </Link>
      </Button>
    </Tooltip>
  );
}
