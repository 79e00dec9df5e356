"use client";

import { useMemo, useState } from "react";
import { type Curve, drawdownChart, equityChart } from "rustybt/charts";
import { ChartFrame } from "#app/_charts/chart-frame.tsx";
import { useChartGroup, useGroupState } from "#app/_charts/chart-group.tsx";
import { LineChart } from "#app/_charts/line-chart.tsx";
import { formatDate, formatDecimal, formatMoney } from "#app/_lib/format.ts";
import type { RunOverview } from "#server/runs/results/overview.ts";
import { Readout } from "./readout.tsx";

/** Equity over drawdown on one time axis. */
export function EquityPanel({
  overview,
  curve,
  fileName,
}: {
  readonly overview: RunOverview;
  readonly curve: Curve;
  readonly fileName: string;
}) {
  const [isLog, setLog] = useState(false);
  const { benchmark, actions, summary } = overview;
  const equity = useMemo(
    () => equityChart(curve, { log: isLog, ...(benchmark === undefined ? {} : { benchmark }) }),
    [curve, isLog, benchmark],
  );
  const drawdown = useMemo(() => drawdownChart(curve), [curve]);
  const events = useMemo(() => eventsOf(actions, summary.currency), [actions, summary.currency]);

  return (
    <section aria-label="Equity and drawdown" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        <Readout specs={[equity, drawdown]} happenedAt={(time) => events.texts.get(formatDate(time))} />
        <WindowControls />
      </div>
      <ChartFrame
        title={equity.title}
        unit={equity.y.unit}
        sentence={equity.sentence}
        note={equity.note}
        table={equity.table}
        fileName={`${fileName}-equity`}
        about={
          <p>
            Cash, receivables and positions marked at the close, point by point.
            {benchmark !== undefined && ` ${benchmark.symbol} is drawn as what the start value would have become in it.`}
            {events.marks.length > 0 && " D marks dividends, S splits."} Drag to look closer, double-click for everything.
          </p>
        }
        controls={<ToggleText isPressed={isLog} onClick={() => setLog(!isLog)} text="Log" label="Log axis" />}
      >
        <LineChart spec={equity} height={280} isTimeShown={false} marks={events.marks} />
      </ChartFrame>
      <ChartFrame
        title={drawdown.title}
        unit={drawdown.y.unit}
        sentence={drawdown.sentence}
        note={drawdown.note}
        table={drawdown.table}
        fileName={`${fileName}-drawdown`}
        about={<p>How far equity stands below its highest value so far, start value included.</p>}
      >
        <LineChart spec={drawdown} height={140} />
      </ChartFrame>
    </section>
  );
}

function WindowControls() {
  const group = useChartGroup();
  const { window } = useGroupState();
  // It keeps its room, so that nothing moves when something is brushed.
  return (
    <div className="flex h-6 items-center gap-2 text-note">
      {window !== null && (
        <>
          <span className="tabular text-muted">
            {formatDate(window[0])} to {formatDate(window[1])}
          </span>
          <button type="button" className="text-accent hover:underline" onClick={() => group.brush(null)}>
            Show everything
          </button>
        </>
      )}
    </div>
  );
}

interface ToggleTextProps {
  readonly isPressed: boolean;
  readonly onClick: () => void;
  readonly text: string;
  readonly label: string;
}

function ToggleText({ isPressed, onClick, text, label }: ToggleTextProps) {
  return (
    <button
      type="button"
      aria-pressed={isPressed}
      aria-label={label}
      onClick={onClick}
      className="h-6 rounded-md px-1.5 text-muted text-note hover:bg-panel hover:text-text aria-pressed:bg-panel aria-pressed:font-medium aria-pressed:text-accent"
    >
      {text}
    </button>
  );
}

const actionNames = {
  dividend: "Dividend",
  split: "Split",
  stockDividend: "Stock dividend",
  delisting: "Delisting",
  merger: "Merger",
  rights: "Rights",
  spinoff: "Spin-off",
  symbolChange: "Change of the symbol",
} as const;

function eventsOf(actions: RunOverview["actions"], currency: string) {
  const texts = new Map<string, string>();
  const marks = actions.flatMap((action) => {
    if (action.type === "dividendPaid") return [];
    const text =
      action.type !== "dividend"
        ? `${actionNames[action.type]} of ${action.symbol}`
        : `Dividend of ${action.symbol}, ${formatMoney(action.total, currency)} on ${formatDecimal(action.quantity)}`;
    const day = formatDate(action.t);
    const before = texts.get(day);
    texts.set(day, before === undefined ? text : `${before}; ${text}`);
    return [{ time: Date.parse(action.t), letter: actionNames[action.type].charAt(0) }];
  });
  return { marks, texts };
}
