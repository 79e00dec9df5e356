import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import type { LivePoint } from "#server/runs/run-events.ts";

interface PartialEquityProps {
  readonly points: readonly LivePoint[];
  /** Bars of the whole run: the curve grows into its place. */
  readonly bars: number;
  readonly formatMoney: (text: string) => string;
}

const width = 1000;
const height = 220;
const right = 96;
const bottom = 20;

/** The equity curve so far, lighter than a finished one, on the run's whole width. */
export function PartialEquity({ points, bars, formatMoney }: PartialEquityProps) {
  const last = points.at(-1);
  if (last === undefined) return <div className="h-[220px]" aria-hidden="true" />;
  const values = points.map(([, , equity]) => Number(equity));
  const x = scaleLinear([0, Math.max(bars, 1)], [0, width - right]);
  const y = scaleLinear([Math.min(...values), Math.max(...values)], [height - bottom, 8]).nice(4);
  const path = line<LivePoint>(
    ([bar]) => x(bar),
    ([, , equity]) => y(Number(equity)),
  )(points);
  const [lastBar, lastDate, lastEquity] = last;
  return (
    <figure>
      <figcaption className="mb-1 text-[13px] text-muted">Equity so far</figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        className="h-[220px] w-full"
        preserveAspectRatio="none"
        role="img"
        aria-label={`Equity so far: ${formatMoney(lastEquity)} on ${lastDate}`}
      >
        {y.ticks(4).map((tick) => (
          <line key={tick} x1={0} x2={width - right} y1={y(tick)} y2={y(tick)} stroke="var(--line)" vectorEffect="non-scaling-stroke" />
        ))}
        <path
          d={path ?? ""}
          fill="none"
          stroke="var(--accent)"
          strokeOpacity={0.55}
          strokeWidth={1.5}
          vectorEffect="non-scaling-stroke"
          strokeLinejoin="round"
        />
        <circle cx={x(lastBar)} cy={y(Number(lastEquity))} r={2.5} fill="var(--accent)" />
      </svg>
    </figure>
  );
}
