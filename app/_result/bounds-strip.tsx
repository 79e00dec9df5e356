"use client";

import { type BoundsInterval, boundsCaveat, boundsDefinition, decidingText, formatMoney, intervalText } from "rustybt/charts";
import { Figure } from "#app/_ui/figure.tsx";
import type { RunOverview } from "#server/runs/results/overview.ts";
import { IntervalPicture } from "./interval-picture.tsx";

interface BoundsStripProps {
  readonly bounds: BoundsInterval;
  readonly summary: RunOverview["summary"];
  /** Leads to the models and the bars. */
  readonly onShow: () => void;
}

/** The end value beside the interval it may lie in, with what that interval is and what it is not. */
export function BoundsStrip({ bounds, summary: { endValue, currency }, onShow }: BoundsStripProps) {
  const deciding = decidingText(bounds.deciding);
  return (
    <section
      aria-label="Bounds of the end value"
      className="flex flex-wrap items-start gap-x-8 gap-y-3 rounded-md border bg-panel px-3 py-2"
    >
      <Figure
        label="End value"
        value={formatMoney(endValue, currency)}
        note="this run"
        definition="Cash, receivables and positions at their last closes, under the path and limit rule this run was started with."
      />
      <Figure
        label="Bounds of the end value"
        value={<span className="max-sm:whitespace-normal">{intervalText(bounds, currency)}</span>}
        note="eight models of path and limit"
        definition={
          <>
            {boundsDefinition}
            <br />
            {boundsCaveat}
          </>
        }
      />
      <div className="flex min-w-52 flex-1 flex-col gap-1">
        <IntervalPicture bounds={bounds} endValue={endValue} />
        <p className="text-muted text-note">
          {deciding.charAt(0).toUpperCase() + deciding.slice(1)}. {boundsCaveat}{" "}
          <button type="button" className="text-accent hover:underline" onClick={onShow}>
            Models and bars
          </button>
        </p>
      </div>
    </section>
  );
}
