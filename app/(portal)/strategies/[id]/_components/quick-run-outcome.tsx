"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useCallback, useState } from "react";
import { formatDecimal, formatMoney, formatPercent, shortHash } from "#app/_lib/format.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { SignedAmount } from "#app/_ui/amount.tsx";
import { Status } from "#app/_ui/status.tsx";
import type { RunProblem } from "#server/runs/index.ts";
import type { LiveRun } from "../../../runs/_components/live-run.ts";
import { useLiveRun } from "../../../runs/_components/use-live-run.ts";
import type { Place } from "./types.ts";

interface QuickRunOutcomeProps {
  readonly runId: string;
  readonly from: string | null;
  readonly onPlace: (place: Place) => void;
  readonly onEnd: () => void;
}

/** A quick run as it goes, and what it came to: figures and hash, or the error with its line, and the log. */
export function QuickRunOutcome({ runId, from, onPlace, onEnd }: QuickRunOutcomeProps) {
  const trpc = useTRPC();
  const [isOver, setOver] = useState(false);
  const ended = useCallback(() => {
    setOver(true);
    onEnd();
  }, [onEnd]);
  const { run: live } = useLiveRun(runId, "queued", ended);
  const { data: run } = useQuery({ ...trpc.runs.get.queryOptions({ id: runId }), enabled: isOver });
  const status = run?.status ?? live.status;
  const summary = run?.result?.summary;
  const error = run?.error ?? live.error;
  return (
    <div className="flex flex-col gap-2 rounded-md border bg-panel p-2" aria-live="polite">
      <div className="flex items-center justify-between gap-2">
        <Status status={status} />
        <Link className="text-accent underline" href={`/runs/${runId}`}>
          {run?.result ? <code className="font-mono">{shortHash(run.result.hash)}</code> : "Open run"}
        </Link>
      </div>
      <p className="text-muted text-note empty:hidden">
        {[run && `Version ${run.strategy.number}`, from !== null && `from ${from} on`].filter(Boolean).join(", ")}
      </p>
      {summary !== undefined && (
        <dl className="grid grid-cols-2 gap-x-2 gap-y-1 tabular-nums">
          <Figure
            name="Net return"
            value={<SignedAmount value={String(summary.totalReturn)} text={formatPercent(String(summary.totalReturn))} />}
          />
          <Figure name="Max drawdown" value={formatPercent(String(summary.maxDrawdown))} />
          <Figure name="End value" value={formatMoney(String(summary.endValue), String(summary.currency))} />
          <Figure name="Trades" value={formatDecimal(Number(summary.trades))} />
        </dl>
      )}
      {error && <Failure problem={error} onPlace={onPlace} />}
      <Log live={live} />
    </div>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="text-right">{value}</dd>
    </>
  );
}

function Failure({ problem, onPlace }: { readonly problem: RunProblem; readonly onPlace: (place: Place) => void }) {
  const { message, hint, file, line, excerpt } = problem;
  return (
    <div role="alert" className="flex flex-col gap-1">
      <p className="text-loss">{message}</p>
      {file !== undefined && (
        <button
          type="button"
          className="self-start font-mono text-accent text-note underline"
          onClick={() => onPlace({ file, line: line ?? 1 })}
        >
          {file}
          {line !== undefined && `:${line}`}
        </button>
      )}
      {excerpt !== undefined && (
        <pre className="whitespace-pre-wrap break-words rounded-md border bg-bg p-2 font-mono text-note">{excerpt}</pre>
      )}
      {hint !== undefined && <p className="text-muted">{hint}</p>}
    </div>
  );
}

const shownLines = 30;

function Log({ live: { logs, droppedLogs } }: { readonly live: LiveRun }) {
  if (logs.length === 0) return null;
  const hidden = droppedLogs + Math.max(0, logs.length - shownLines);
  return (
    <div>
      <h3 className="mb-1 font-medium">Log</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ol className="max-h-40 overflow-auto rounded-md border bg-bg p-2 font-mono text-note" tabIndex={0} aria-label="Log of the quick run">
        {logs.slice(-shownLines).map(({ t, bar, message }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a strategy may log the same line of the same bar twice
          <li key={`${bar}.${index}`} className="whitespace-pre">
            <span className="text-muted">{t.slice(0, 10)} </span>
            {message}
          </li>
        ))}
      </ol>
      {hidden > 0 && <p className="text-muted text-note">{formatDecimal(hidden)} lines before these are in the result.</p>}
    </div>
  );
}
