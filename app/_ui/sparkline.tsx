interface SparklineProps {
  readonly values: ArrayLike<number>;
  readonly width?: number;
  readonly height?: number;
}

/** A line without axes beside a figure that says the same in a number. */
export function Sparkline({ values, width = 96, height = 20 }: SparklineProps) {
  const points = thin(values, width);
  if (points.length < 2) return <svg width={width} height={height} aria-hidden="true" />;
  const low = Math.min(...points);
  const high = Math.max(...points);
  const span = high - low || 1;
  const path = points
    .map((value, index) => {
      const x = (index / (points.length - 1)) * (width - 2) + 1;
      const y = height - 2 - ((value - low) / span) * (height - 4);
      return `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} className="max-w-full text-muted" aria-hidden="true">
      <path d={path} fill="none" stroke="currentColor" strokeWidth={1.25} strokeLinejoin="round" />
    </svg>
  );
}

function thin(values: ArrayLike<number>, most: number): number[] {
  const step = Math.max(1, values.length / most);
  const kept: number[] = [];
  for (let at = 0; at < values.length; at += step) kept.push(values[Math.floor(at)] ?? 0);
  const last = values[values.length - 1];
  if (last !== undefined && values.length > 0) kept.push(last);
  return kept.filter(Number.isFinite);
}
