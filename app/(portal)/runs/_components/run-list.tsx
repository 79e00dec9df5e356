"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { formatAmount, formatDate, formatDecimal, formatPercentNumber } from "#app/_lib/format.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { Empty } from "#app/_ui/empty.tsx";
import { Moment } from "#app/_ui/moment.tsx";
import { Select } from "#app/_ui/select.tsx";
import { Status } from "#app/_ui/status.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import type { RunListItem, SavedRunFilter } from "#server/runs/index.ts";
import { listInput } from "./run-filter.ts";
import { SavedFilters } from "./saved-filters.tsx";

const any = "any";
/** As many as a chart tells apart at a glance. */
const mostCompared = 6;

interface RunListProps {
  readonly filter: SavedRunFilter["filter"];
  /** The last run of the page before. */
  readonly cursor: string | undefined;
  readonly initial: { readonly runs: readonly RunListItem[]; readonly nextCursor: string | null };
}

/** The organisation's runs, newest first; rows of unfinished ones keep themselves up to date. */
export function RunList({ filter, cursor, initial }: RunListProps) {
  const trpc = useTRPC();
  const { data } = useQuery({
    ...trpc.runs.list.queryOptions(listInput(filter, cursor)),
    initialData: initial,
    refetchInterval: ({ state }) => (state.data?.runs.some(({ finishedAt }) => finishedAt === null) ? 2_000 : 15_000),
  });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const selectable: Column<RunListItem> = {
    id: "choose",
    label: "Compare",
    isLabelHidden: true,
    narrow: "hidden",
    cell: ({ id, result, strategy }) =>
      result !== null && (
        // Above the row's own link.
        <span className="relative z-10">
          <Checkbox
            label={`Compare ${strategy.name} @ ${strategy.number}`}
            isLabelHidden
            checked={chosen.includes(id)}
            disabled={chosen.length === mostCompared && !chosen.includes(id)}
            onCheckedChange={(isChosen) => setChosen(isChosen ? [...chosen, id] : chosen.filter((one) => one !== id))}
          />
        </span>
      ),
  };
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <div className="flex flex-col gap-3">
      {data.runs.length === 0 ? (
        <>
          {isFiltered && <Filters filter={filter} />}
          <NoRuns isFiltered={isFiltered} />
        </>
      ) : (
        <Table
          label="Runs"
          columns={[selectable, ...columns]}
          rows={data.runs}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/runs/${id}`}
          isTwoLines
          isSelected={({ id }) => chosen.includes(id)}
          head={
            <>
              <Filters filter={filter} />
              {chosen.length > 1 && (
                <Button asChild>
                  <Link href={`/runs/compare?ids=${chosen.join(",")}`}>Compare {chosen.length} runs</Link>
                </Button>
              )}
              {chosen.length === 1 && <span className="text-muted">Select one more to compare</span>}
            </>
          }
          about={
            <p>
              Backtests of this organisation, newest first. Return and drawdown are of the whole run; Sharpe is annualised with a risk-free
              rate of 0. CSV has the rows of this page.
            </p>
          }
        />
      )}
      <Pages cursor={cursor} next={data.nextCursor} />
    </div>
  );
}

function Pages({ cursor, next }: { readonly cursor: string | undefined; readonly next: string | null }) {
  const params = useSearchParams();
  const page = (before: string | undefined) => {
    const to = new URLSearchParams(params);
    if (before === undefined) to.delete("before");
    else to.set("before", before);
    return `/runs?${to}`;
  };
  if (cursor === undefined && next === null) return null;
  return (
    <nav aria-label="Pages" className="flex justify-center gap-2">
      {cursor !== undefined && (
        <Button asChild>
          <Link href={page(undefined)}>Newest runs</Link>
        </Button>
      )}
      {next !== null && (
        <Button asChild>
          <Link href={page(next)}>Older runs</Link>
        </Button>
      )}
    </nav>
  );
}

function Filters({ filter }: Pick<RunListProps, "filter">) {
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params);
    next.delete("before");
    if (value === any || value === "") next.delete(name);
    else next.set(name, value);
    router.replace(`${path}?${next}`, { scroll: false });
  };
  const statuses = ["queued", "running", "succeeded", "failed", "cancelled"].map((value) => ({
    value,
    label: value[0]?.toUpperCase() + value.slice(1),
  }));
  const [strategy, symbol] = [params.get("strategy"), params.get("symbol")];
  const { data: library = [] } = useQuery(useTRPC().strategies.list.queryOptions({}));
  const strategies = library.map(({ id, name }) => ({ value: id, label: name }));
  // One that is archived, or not there.
  if (strategy !== null && !strategies.some(({ value }) => value === strategy)) strategies.push({ value: strategy, label: "One strategy" });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        aria-label="Status"
        className="w-40"
        value={params.get("status") ?? any}
        onValueChange={(value) => set("status", value)}
        options={[{ value: any, label: "Any status" }, ...statuses]}
      />
      <Select
        aria-label="Strategy"
        className="w-48"
        value={strategy ?? any}
        onValueChange={(value) => set("strategy", value)}
        options={[{ value: any, label: "Any strategy" }, ...strategies]}
      />
      {symbol !== null && (
        <Button size="sm" onClick={() => set("symbol", "")}>
          {symbol} only: show all
        </Button>
      )}
      <SavedFilters filter={filter} />
    </div>
  );
}

function NoRuns({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <Empty
        title="No run matches"
        action={
          <Button asChild>
            <Link href="/runs">Show all runs</Link>
          </Button>
        }
      >
        Every run of the organisation is kept; the filter leaves them out.
      </Empty>
    );
  }
  return (
    <Empty
      title="No runs yet"
      action={
        <Button asChild>
          <Link href="/strategies">Look at the strategies</Link>
        </Button>
      }
    >
      A backtest runs one version of a strategy over the data you choose. Its result stands here, with a hash that anybody can verify.
    </Empty>
  );
}

const columns: readonly Column<RunListItem>[] = [
  {
    id: "strategy",
    label: "Strategy @ version",
    narrow: "lead",
    cell: ({ strategy }) => `${strategy.name} @ ${strategy.number}`,
    sortBy: ({ strategy }) => strategy.name,
  },
  { id: "status", label: "Status", narrow: "trail", text: ({ status }) => status, cell: (run) => <RunStatusCell run={run} /> },
  { id: "symbols", label: "Symbols", cell: ({ symbols }) => symbolText(symbols) },
  {
    id: "period",
    label: "Period",
    narrow: "hidden",
    cell: ({ result, from, to }) => periodText(result, from, to),
    className: "whitespace-nowrap",
  },
  {
    id: "end",
    label: "End value",
    align: "right",
    narrow: "hidden",
    from: "wide",
    cell: ({ result }) => result && formatAmount(result.endValue, result.currency),
    sortBy: ({ result }) => Number(result?.endValue ?? Number.NaN),
  },
  {
    id: "return",
    label: "Return %",
    align: "right",
    cell: ({ result }) => result && formatPercentNumber(result.totalReturn),
    sortBy: ({ result }) => Number(result?.totalReturn ?? Number.NEGATIVE_INFINITY),
  },
  {
    id: "drawdown",
    label: "Drawdown %",
    align: "right",
    narrow: "hidden",
    cell: ({ result }) => result && formatPercentNumber(result.maxDrawdown),
    sortBy: ({ result }) => Number(result?.maxDrawdown ?? Number.NEGATIVE_INFINITY),
  },
  {
    id: "sharpe",
    label: "Sharpe",
    align: "right",
    narrow: "hidden",
    cell: ({ result }) => result && (result.sharpe === null ? "–" : formatDecimal(result.sharpe, 2)),
    sortBy: ({ result }) => result?.sharpe ?? Number.NEGATIVE_INFINITY,
  },
  {
    id: "trades",
    label: "Trades",
    align: "right",
    narrow: "hidden",
    cell: ({ result }) => result && formatDecimal(result.trades),
  },
  {
    id: "speed",
    label: "Bars/s",
    align: "right",
    narrow: "hidden",
    from: "wide",
    cell: ({ progress }) => (progress === null || progress.barsPerSecond === 0 ? "–" : formatDecimal(progress.barsPerSecond, 0)),
  },
  {
    id: "started",
    label: "Started",
    text: ({ startedAt, queuedAt }) => (startedAt ?? queuedAt).toISOString(),
    cell: ({ startedAt, queuedAt }) => <Moment at={startedAt ?? queuedAt} />,
    sortBy: ({ startedAt, queuedAt }) => (startedAt ?? queuedAt).getTime(),
    className: "whitespace-nowrap",
  },
  { id: "by", label: "By", narrow: "hidden", from: "widest", cell: ({ createdBy }) => createdBy.name },
];

function RunStatusCell({ run: { status, progress, error } }: { readonly run: RunListItem }) {
  if (status === "running" && progress !== null && progress.bars > 0) {
    return <Status status="running" text={`${Math.floor((progress.bar / progress.bars) * 100)} %`} />;
  }
  if (status === "failed" && error !== null) {
    return (
      <span title={error.message}>
        <Status status="failed" />
      </span>
    );
  }
  return <Status status={status} />;
}

function symbolText(symbols: readonly string[]): string {
  return symbols.length > 3 ? `${symbols.slice(0, 2).join(", ")} and ${symbols.length - 2} more` : symbols.join(", ");
}

function periodText(result: RunListItem["result"], from: string | null, to: string | null): string {
  if (result !== null) return `${formatDate(result.from)} – ${formatDate(result.to)}`;
  return from === null && to === null ? "all of the data" : `${from ?? "first"} – ${to ?? "last"}`;
}
