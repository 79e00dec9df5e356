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
  const { data } = useQuery({
    ...trpc.runs.list.queryOptions({ statuses: ["queued", "running"], limit: 200 }),
    refetchInterval: ({ state }) => (state.data?.runs.length ? 2_000 : 15_000),
  });
  const running = data?.runs.filter(({ status }) => status === "running").length ?? 0;
  const queued = (data?.runs.length ?? 0) - running;
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
