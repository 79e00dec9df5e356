"use client";

import Link from "next/link";
import { Button } from "#app/_ui/button.tsx";
import { Problem } from "#app/_ui/problem.tsx";
import type { RunProblem } from "#server/runs/index.ts";
import { Rerun } from "./rerun.tsx";

interface RunFailureProps {
  readonly runId: string;
  readonly strategyId: string;
  readonly problem: RunProblem;
  readonly mayRun: boolean;
}

/** Why a run failed: what, at which bar and day, the reader's own line, and what to do next. */
export function RunFailure({ runId, strategyId, problem, mayRun }: RunFailureProps) {
  const { hint, excerpt } = problem;
  return (
    <Problem
      title={titleOf(problem)}
      where={whereText(problem)}
      action={
        mayRun ? (
          <>
            <Rerun runId={runId} />
            <Button asChild>
              <Link href={`/strategies/${strategyId}`}>Edit strategy</Link>
            </Button>
            <Button asChild>
              <Link href={`/runs/new?like=${runId}`}>Change and run</Link>
            </Button>
          </>
        ) : undefined
      }
    >
      {excerpt !== undefined && (
        <pre className="mb-2 overflow-x-auto rounded-md border bg-bg p-2 font-mono text-note">
          {excerpt.split("\n").map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text that does not change
            <div key={index} className={line.startsWith(">") ? "font-semibold text-loss" : "text-muted"}>
              {line}
            </div>
          ))}
        </pre>
      )}
      {hint}
      <p className="mt-1 text-muted text-note">
        Code <code className="font-mono">{problem.code}</code>
      </p>
    </Problem>
  );
}

/** The engine's sentence without the place at its end, which stands below it. */
function titleOf({ message, file }: RunProblem): string {
  const text = file === undefined ? message : message.replace(/ \(in [^()]*\)$/, "");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function whereText({ file, line, column, bar, date }: RunProblem): string | undefined {
  const place =
    file === undefined
      ? undefined
      : `${file}${line === undefined ? "" : `, line ${line}`}${column === undefined ? "" : `, column ${column}`}`;
  const moment = bar === undefined ? date : `bar ${bar}${date === undefined ? "" : ` of ${date}`}`;
  const parts = [place, moment].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(" · ");
}
