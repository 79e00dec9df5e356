import type { BoundsInterval } from "rustybt/charts";

interface IntervalPictureProps {
  readonly bounds: BoundsInterval;
  readonly endValue: string;
}

/** From the least to the greatest end value: a stroke for each model, a dot for the run itself. Its figures stand beside it. */
export function IntervalPicture({ bounds: { low, high, runs }, endValue }: IntervalPictureProps) {
  const values = [low, high, endValue].map(Number);
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const at = (value: string): number => (greatest === least ? 50 : 1 + ((Number(value) - least) / (greatest - least)) * 98);
  return (
    <svg className="h-4 w-full" aria-hidden="true">
      <line x1={`${at(low)}%`} x2={`${at(high)}%`} y1="8" y2="8" stroke="var(--line)" strokeWidth="4" />
      {runs.map(({ path, limit, equity }) => (
        <line key={`${path} ${limit}`} x1={`${at(equity)}%`} x2={`${at(equity)}%`} y1="2" y2="14" stroke="var(--muted)" strokeWidth="1.5" />
      ))}
      <circle cx={`${at(endValue)}%`} cy="8" r="4.5" fill="var(--accent)" stroke="var(--panel)" />
    </svg>
  );
}
