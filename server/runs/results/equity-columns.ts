import type { EquityPoint } from "rustybt";

/** The equity curve for drawing: numbers, times in ms UTC. */
export interface EquityColumns {
  readonly t: readonly number[];
  readonly equity: readonly number[];
  readonly cash: readonly number[];
  readonly gross: readonly number[];
  readonly net: readonly number[];
  readonly drawdown: readonly number[];
}

/** More points than any screen has columns: what lies between would not be seen. */
export const mostDrawnPoints = 20_000;

/** Beyond 20,000 points: the ends, the deepest drawdown, and the lowest and highest equity of equal stretches. */
export function equityColumns(points: readonly EquityPoint[]): EquityColumns {
  const kept = points.length <= mostDrawnPoints ? points : drawnIndexes(points).map((index) => points[index] as EquityPoint);
  return {
    t: kept.map(({ t }) => Date.parse(t)),
    equity: kept.map(({ equity }) => Number(equity)),
    cash: kept.map(({ cash }) => Number(cash)),
    gross: kept.map(({ grossExposure }) => Number(grossExposure)),
    net: kept.map(({ netExposure }) => Number(netExposure)),
    drawdown: kept.map(({ drawdown }) => Number(drawdown)),
  };
}

function drawnIndexes(points: readonly EquityPoint[]): number[] {
  const equity = Float64Array.from(points, (point) => Number(point.equity));
  const drawdown = Float64Array.from(points, (point) => Number(point.drawdown));
  const last = points.length - 1;
  const kept = new Set([0, last, highest(drawdown, 0, points.length)]);
  const stretches = (mostDrawnPoints - 4) / 2;
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * points.length) / stretches);
    const to = Math.floor(((stretch + 1) * points.length) / stretches);
    kept.add(lowest(equity, from, to)).add(highest(equity, from, to));
  }
  return [...kept].sort((a, b) => a - b);
}

function lowest(values: Float64Array, from: number, to: number): number {
  let found = from;
  for (let index = from; index < to; index++) if ((values[index] ?? 0) < (values[found] ?? 0)) found = index;
  return found;
}

function highest(values: Float64Array, from: number, to: number): number {
  let found = from;
  for (let index = from; index < to; index++) if ((values[index] ?? 0) > (values[found] ?? 0)) found = index;
  return found;
}
