import { scaleLinear, scaleLog } from "d3-scale";
import type { Tick, ValueAxis } from "./chart-spec.ts";
import { formatDecimal } from "./format.ts";

const defaultTicks = 5;

interface AxisOptions {
  readonly unit: string;
  /** Shown number of a value, for axes in percent 100. */
  readonly times?: number;
  /** Always within the axis. */
  readonly include?: readonly number[];
}

/** An axis over the values whose ends are round numbers. */
export function linearAxis(values: Iterable<number>, { unit, times = 1, include = [] }: AxisOptions): ValueAxis {
  const [low, high] = extent(values, include);
  const scale = scaleLinear()
    .domain([low * times, high * times])
    .nice(defaultTicks);
  const [from = 0, to = 1] = scale.domain();
  const ticks = scale.ticks(defaultTicks);
  return { kind: "linear", domain: [from / times, to / times], ticks: ticks.map((shown) => tick(shown / times, shown, ticks)), unit };
}

/** The logarithmic axis; values at or below zero leave the linear one. */
export function logAxis(values: Iterable<number>, options: AxisOptions): ValueAxis {
  const all = [...values];
  const [low, high] = extent(all, options.include ?? []);
  if (low <= 0) return linearAxis(all, options);
  const scale = scaleLog().domain([low, high]);
  const candidates = scale.ticks(defaultTicks);
  // Within one decade d3 gives every multiple; a linear division reads better there.
  const ticks =
    candidates.length > 0 && high / low >= 10 ? candidates.filter(isRound) : scaleLinear().domain([low, high]).ticks(defaultTicks);
  return { kind: "log", domain: [low, high], ticks: ticks.map((at) => tick(at, at, ticks)), unit: options.unit };
}

/** Least and greatest of the finite values. */
export function extent(values: Iterable<number>, include: readonly number[] = []): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const take = (value: number): void => {
    if (!Number.isFinite(value)) return;
    if (value < low) low = value;
    if (value > high) high = value;
  };
  for (const value of values) take(value);
  for (const value of include) take(value);
  if (low > high) return [0, 1];
  if (low < high) return [low, high];
  const room = Math.abs(low) * 0.05 || 1;
  return [low - room, high + room];
}

function tick(at: number, shown: number, all: readonly number[]): Tick {
  return { at, text: formatDecimal(shown, decimalsOf(all)) };
}

/** As many decimals as tell the ticks apart. */
function decimalsOf(ticks: readonly number[]): number {
  const step = Math.min(...ticks.slice(1).map((value, i) => Math.abs(value - (ticks[i] ?? 0))));
  return Number.isFinite(step) && step > 0 ? Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)) : 0;
}

function isRound(value: number): boolean {
  const lead = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
  return [1, 2, 5].some((round) => Math.abs(lead - round) < 1e-6);
}
