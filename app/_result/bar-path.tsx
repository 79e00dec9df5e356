import { scaleLinear } from "d3-scale";
import { formatPrice } from "#app/_lib/format.ts";

export interface DrawnBar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

interface BarPathProps {
  readonly bar: DrawnBar;
  /** `ohlc` or `olhc` where the fill lay inside the bar. */
  readonly path: string | undefined;
  readonly point: string;
  /** Price before slippage. */
  readonly reference: number;
  readonly price: number;
  /** Limit, stop or trailing level. */
  readonly trigger: number | undefined;
  readonly side: "buy" | "sell";
}

const width = 420;
const height = 220;
const [left, right] = [44, 330];

/** The bar at the left, and the way that its price is taken to have gone, up to the fill and beyond. */
export function BarPath({ bar, path, point, reference, price, trigger, side }: BarPathProps) {
  const levels = [bar.high, bar.low, reference, price, ...(trigger === undefined ? [] : [trigger])];
  const y = scaleLinear([Math.min(...levels), Math.max(...levels)], [height - 24, 20]);
  const corners = path === "olhc" ? [bar.open, bar.low, bar.high, bar.close] : [bar.open, bar.high, bar.low, bar.close];
  const x = scaleLinear([0, 3], [left + 64, right]);
  const isUp = bar.close >= bar.open;
  const tone = isUp ? "var(--gain)" : "var(--loss)";
  const fillX = x(placeOf(point, corners, reference));
  const isKnown = path !== undefined;
  const labels = spread([
    { text: `H ${formatPrice(bar.high)}`, at: y(bar.high) },
    { text: `L ${formatPrice(bar.low)}`, at: y(bar.low) },
    ...(trigger === undefined || trigger === reference ? [] : [{ text: `Level ${formatPrice(trigger)}`, at: y(trigger) }]),
    { text: `Fill ${formatPrice(price)}`, at: y(price), isBold: true },
  ]);

  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className="tabular h-auto w-full"
      role="img"
      aria-label={`The bar: open ${formatPrice(bar.open)}, high ${formatPrice(bar.high)}, low ${formatPrice(bar.low)}, close ${formatPrice(bar.close)}. Filled at ${formatPrice(price)}.`}
    >
      {[bar.high, bar.low].map((level) => (
        <line key={level} x1={left} x2={right} y1={y(level)} y2={y(level)} stroke="var(--line)" />
      ))}
      {trigger !== undefined && <line x1={left} x2={right} y1={y(trigger)} y2={y(trigger)} stroke="var(--accent)" strokeDasharray="4 3" />}
      <line x1={left} x2={left} y1={y(bar.high)} y2={y(bar.low)} stroke={tone} strokeWidth={1.5} />
      <rect
        x={left - 10}
        width={20}
        y={y(Math.max(bar.open, bar.close))}
        height={Math.max(1.5, Math.abs(y(bar.open) - y(bar.close)))}
        fill={tone}
      />
      <polyline
        points={corners.map((level, i) => `${x(i)},${y(level)}`).join(" ")}
        fill="none"
        stroke="var(--muted)"
        strokeWidth={1.5}
        strokeDasharray={isKnown ? undefined : "2 3"}
        strokeLinejoin="round"
      />
      <text x={x(0) - 6} y={y(bar.open) + 4} fontSize={11} textAnchor="end" fill="var(--muted)">
        open
      </text>
      {/* Beside the line's end, away from the names of the levels at its right. */}
      <text x={x(3) - 10} y={y(bar.close) + ((corners[2] ?? 0) > bar.close ? 10 : 0)} fontSize={11} textAnchor="end" fill="var(--muted)">
        close
      </text>
      {price !== reference && <line x1={fillX} x2={fillX} y1={y(reference)} y2={y(price)} stroke="var(--text)" strokeWidth={1.5} />}
      <path
        d={side === "buy" ? "M0 0 L5 8 L-5 8 Z" : "M0 0 L5 -8 L-5 -8 Z"}
        transform={`translate(${fillX} ${y(price)})`}
        fill={side === "buy" ? "var(--gain)" : "var(--loss)"}
        stroke="var(--bg)"
      />
      {labels.map(({ text, at, isBold }) => (
        <text
          key={text}
          x={right + 8}
          y={at + 4}
          fontSize={11}
          fill={isBold === true ? "var(--text)" : "var(--muted)"}
          fontWeight={isBold === true ? 600 : 400}
        >
          {text}
        </text>
      ))}
    </svg>
  );
}

/** Where on the path, 0 to 3, the fill lies. */
function placeOf(point: string, corners: readonly number[], price: number): number {
  if (point === "open") return 0;
  if (point === "close") return 3;
  const [, first = 0, second = 0, close = 0] = corners;
  const isFirstHigh = first >= second;
  const leg = point === "toClose" ? 2 : (point === "toHigh") === isFirstHigh ? 0 : 1;
  const [from = 0, to = 0] = [corners[leg], leg === 2 ? close : corners[leg + 1]];
  return leg + (to === from ? 1 : Math.max(0, Math.min(1, (price - from) / (to - from))));
}

interface Label {
  readonly text: string;
  readonly at: number;
  readonly isBold?: boolean;
}

/** Apart from each other by a line of text. */
function spread(labels: readonly Label[]): Label[] {
  const sorted = labels.toSorted((a, b) => a.at - b.at);
  const placed: Label[] = [];
  for (const label of sorted) placed.push({ ...label, at: Math.max(label.at, (placed.at(-1)?.at ?? Number.NEGATIVE_INFINITY) + 14) });
  return placed;
}
