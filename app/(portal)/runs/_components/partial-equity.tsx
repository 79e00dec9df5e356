import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { formatDecimal } from "#app/_lib/format.ts";
import type { LivePoint } from "#server/runs/run-events.ts";

interface PartialEquityProps {
  readonly points: readonly LivePoint[];
  /** Bars of the whole run: the curve grows into its place. */
  readonly bars: number;
  readonly formatMoney: (amount: string) => string;
}

const width = 1000;
const height = 200;

/** The equity curve so far, lighter than a finished one, on the run's whole width. Takes its room before there is anything to draw. */
export function PartialEquity({ points, bars, formatMoney }: PartialEquityProps) {
  const last = points.at(-1);
  const values = points.map(([, , equity]) => Number(equity));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const spread = high > low ? (high - low) * 0.08 : 1;
  const x = scaleLinear([0, Math.max(bars, 1)], [0, width]);
  const y = scaleLinear([low - spread, high + spread], [height, 0]);
  const path = line<LivePoint>(
    ([bar]) => x(bar),
    ([, , equity]) => y(Number(equity)),
  )(points);
  return (
    <figure className="rounded-md border p-3">
      <figcaption className="mb-2 flex flex-wrap justify-between gap-x-4 tabular-nums">
        <span className="font-medium">Equity so far</span>
        <span className="text-muted">{last === undefined ? "no bar has closed yet" : `${formatMoney(last[2])} on ${last[1]}`}</span>
      </figcaption>
      <div className="relative h-50">
        {last !== undefined && (
          <svg
            viewBox={`0 0 ${width} ${height}`}
            preserveAspectRatio="none"
            className="size-full"
            role="img"
            aria-label={`Equity so far: ${formatMoney(last[2])} on ${last[1]}, between ${formatMoney(String(low))} and ${formatMoney(String(high))}`}
          >
            {y.ticks(4).map((tick) => (
              <line key={tick} x1={0} x2={width} y1={y(tick)} y2={y(tick)} stroke="var(--line)" vectorEffect="non-scaling-stroke" />
            ))}
            <path
              d={path ?? ""}
              fill="none"
              stroke="var(--accent)"
              strokeOpacity={0.55}
              strokeWidth={1.5}
              strokeLinejoin="round"
              vectorEffect="non-scaling-stroke"
            />
          </svg>
        )}
        {last !== undefined &&
          y.ticks(4).map((tick) => (
            <span
              key={tick}
              aria-hidden="true"
              className="absolute right-0 -translate-y-full text-muted text-note tabular-nums"
              style={{ top: `${(y(tick) / height) * 100}%` }}
            >
              {formatDecimal(tick)}
            </span>
          ))}
      </div>
    </figure>
  );
}
