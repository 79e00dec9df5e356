"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useCallback, useEffect } from "react";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { formatDecimal, formatMoney } from "#app/_lib/format.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Status } from "#app/_ui/status.tsx";
import type { RunDetails } from "#server/runs/index.ts";
import { type LiveRun, percent, secondsLeft } from "./live-run.ts";
import { PartialEquity } from "./partial-equity.tsx";
import { Rerun } from "./rerun.tsx";
import { RunFailure } from "./run-failure.tsx";
import { useLiveRun } from "./use-live-run.ts";

interface RunProgressProps {
  readonly run: Pick<RunDetails, "id" | "status" | "settings" | "error" | "finishedAt" | "strategy" | "symbols" | "attempts">;
  /** Whether the reader's role may cancel and start runs. */
  readonly mayRun: boolean;
}

/** A run without a result: on its way, failed or cancelled. A run that succeeds meanwhile turns the page into its result. */
export function RunProgress({ run, mayRun }: RunProgressProps) {
  if (run.status === "failed" && run.error !== null)
    return <RunFailure runId={run.id} strategyId={run.strategy.id} problem={run.error} mayRun={mayRun} />;
  if (run.status === "cancelled") return <Cancelled run={run} mayRun={mayRun} />;
  return <Running run={run} mayRun={mayRun} />;
}

function Running({ run, mayRun }: RunProgressProps) {
  const router = useRouter();
  const onEnd = useCallback(() => router.refresh(), [router]);
  const { run: live, isConnected } = useLiveRun(run.id, run.status, onEnd);
  const { progress } = live;
  const title = `${run.strategy.name} @ ${run.strategy.number}`;
  useTitle(progress === undefined ? `${live.status === "queued" ? "Queued" : "Starting"} · ${title}` : `${percent(progress)} % · ${title}`);
  const currency = typeof run.settings.currency === "string" ? run.settings.currency : "USD";
  const format = useCallback((amount: string) => formatMoney(amount, currency), [currency]);

  return (
    <section aria-label="Progress of the run" className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Status status={live.status === "queued" ? "queued" : "running"} text={stateText(live)} />
        {mayRun && <Cancel runId={run.id} />}
      </div>
      <Bar live={live} />
      {!isConnected && (
        <p role="status" className="text-warn">
          The connection was lost; it is taken up again by itself. The run goes on.
        </p>
      )}
      {live.reason !== undefined && <p className="text-muted">{live.reason}</p>}
      <PartialEquity points={live.points} bars={progress?.bars ?? 0} formatMoney={format} />
      <LogTail live={live} />
    </section>
  );
}

function Bar({ live: { progress } }: { readonly live: LiveRun }) {
  const done = progress === undefined ? 0 : percent(progress);
  const left = progress === undefined ? undefined : secondsLeft(progress);
  return (
    <div>
      <div
        role="progressbar"
        aria-label="Bars done"
        aria-valuemin={0}
        aria-valuemax={100}
        {...(progress === undefined ? {} : { "aria-valuenow": done })}
        className="h-1.5 overflow-hidden rounded-full bg-line"
      >
        <div className="h-full bg-accent" style={{ width: `${done}%` }} />
      </div>
      <dl className="mt-2 flex min-h-5 flex-wrap gap-x-6 gap-y-1 text-muted tabular-nums">
        {progress !== undefined && (
          <>
            <Fact name="Bars" value={`${formatDecimal(progress.bar)} of ${formatDecimal(progress.bars)}`} />
            <Fact name="Bars/s" value={formatDecimal(progress.barsPerSecond, 0)} />
            <Fact name="Time left" value={left === undefined ? "–" : durationText(left)} />
            <Fact name="Day" value={progress.date} />
          </>
        )}
      </dl>
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className="flex gap-1.5">
      <dt>{name}</dt>
      <dd className="text-text">{value}</dd>
    </div>
  );
}

function Cancel({ runId }: { readonly runId: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const cancel = useMutation({
    ...trpc.runs.cancel.mutationOptions(),
    onSuccess: ({ status }) => {
      if (status === "cancelled") router.refresh();
    },
  });
  return (
    <div className="flex items-center gap-2">
      {cancel.isError && <span className="text-loss">{apiProblem(cancel.error).message}</span>}
      <Button isBusy={cancel.isPending || cancel.isSuccess} onClick={() => cancel.mutate({ id: runId })}>
        {cancel.isPending || cancel.isSuccess ? "Cancelling" : "Cancel run"}
      </Button>
    </div>
  );
}

function LogTail({ live: { logs, droppedLogs } }: { readonly live: LiveRun }) {
  const shown = logs.slice(-12);
  if (shown.length === 0) return null;
  return (
    <div>
      <h2 className="mb-1 font-medium">Log</h2>
      <ol className="overflow-x-auto rounded-md border bg-panel p-2 font-mono text-note">
        {shown.map(({ t, bar, message }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a strategy may log the same line of the same bar twice
          <li key={`${bar}.${index}`} className="whitespace-pre">
            <span className="text-muted">
              {t.slice(0, 10)} bar {bar + 1}{" "}
            </span>
            {message}
          </li>
        ))}
      </ol>
      {droppedLogs > 0 && <p className="mt-1 text-muted text-note">{formatDecimal(droppedLogs)} more lines are in the result.</p>}
    </div>
  );
}

function Cancelled({ run, mayRun }: RunProgressProps) {
  return (
    <section className="flex flex-col items-start gap-3">
      <Status status="cancelled" />
      <p className="text-muted">The run was cancelled before its end; it has no result.</p>
      {mayRun && <Rerun runId={run.id} />}
    </section>
  );
}

function stateText({ status, progress }: LiveRun): string {
  if (status === "queued") return "Waiting for a worker";
  return progress === undefined ? "Starting in the sandbox" : "Running";
}

function durationText(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${Math.ceil(seconds % 60)} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
