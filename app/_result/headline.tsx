"use client";

import { type Curve, headlineFigures } from "rustybt/charts";
import { formatDecimal } from "#app/_lib/format.ts";
import { Figure } from "#app/_ui/figure.tsx";
import type { RunOverview } from "#server/runs/results/overview.ts";

const signed = new Set(["totalReturn", "annualReturn"]);

/** The six figures that stand first. Their lines come when the equity curve is there; the figures do not wait for it. */
export function Headline({ overview, curve }: { readonly overview: RunOverview; readonly curve: Curve | undefined }) {
  return (
    <section aria-label="Headline figures" className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 xl:grid-cols-6">
      {headlineFigures(overview).map(({ id, label, text, definition, sampleSize, undefinedBecause }) => {
        const value = overview.metrics.find((metric) => metric.id === id)?.value ?? null;
        const tone = signed.has(id) && value !== null && Number(value) !== 0 ? (Number(value) > 0 ? "gain" : "loss") : undefined;
        return (
          <Figure
            key={id}
            label={label}
            value={text}
            {...(tone === undefined ? {} : { tone })}
            trend={curve === undefined ? undefined : trendOf(id, curve)}
            definition={
              <>
                {definition}
                <br />
                {undefinedBecause === undefined
                  ? `From ${formatDecimal(String(sampleSize))} observations.`
                  : `Undefined: ${undefinedBecause}.`}
              </>
            }
            note={undefinedBecause}
          />
        );
      })}
    </section>
  );
}

/** Only lines that show what the figure sums up. */
function trendOf(id: string, { points }: Curve): Float64Array | undefined {
  if (id === "totalReturn") return points.equity;
  if (id === "maxDrawdown") return points.drawdown.map((fall) => -fall);
  return undefined;
}
