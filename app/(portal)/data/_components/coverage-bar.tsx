interface CoverageBarProps {
  /** Percent present in equal parts of the period. */
  readonly density: readonly number[];
  /** What the bar says, for screen readers. */
  readonly label: string;
}

const height = 12;

/** A strip of the whole period: full where every bar is there, lower where some are missing, marked below where none is. */
export function CoverageBar({ density, label }: CoverageBarProps) {
  const width = density.length;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="h-3 w-full rounded-[3px] bg-line"
    >
      {stretches(density).map(({ from, to, percent }) => (
        <rect
          key={from}
          x={from}
          width={to - from}
          y={percent === 0 ? height - 3 : height - (height * percent) / 100}
          height={percent === 0 ? 3 : (height * percent) / 100}
          className={percent === 0 ? "fill-loss" : "fill-series1"}
        />
      ))}
    </svg>
  );
}

/** Neighbours that are alike, drawn as one: no hairlines between them. */
function stretches(density: readonly number[]): { from: number; to: number; percent: number }[] {
  const joined: { from: number; to: number; percent: number }[] = [];
  density.forEach((percent, at) => {
    const last = joined.at(-1);
    if (last?.percent === percent) last.to = at + 1;
    else joined.push({ from: at, to: at + 1, percent });
  });
  return joined;
}
