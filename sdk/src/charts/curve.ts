import { daysOfClock, type EquityPoint, type Manifest, type ResultDocument, type Summary } from "@rustybt/engine/figures";
import { type Amount, type DrawdownSpan, DrawdownSpans } from "./drawdown-spans.ts";

/** The equity curve of a run, as the charts take it. Make one with {@link curveOf}, {@link curveOfColumns} or, for long runs, `readCurve` of `rustybt/report`. */
export interface Curve {
  readonly currency: string;
  readonly startValue: string;
  /** What is drawn; of a long run the kept points. */
  readonly points: CurvePoints;
  /** The last point of each exchange day. */
  readonly daily: DailyEquity;
  /** Every fall, deepest first. */
  readonly drawdowns: readonly DrawdownSpan[];
  /** Points of the run. */
  readonly pointCount: number;
  /** Points that `daily` and `drawdowns` come from; fewer than `pointCount` when only the kept ones were at hand. */
  readonly foldedCount: number;
}

export interface CurvePoints {
  /** Milliseconds UTC. */
  readonly times: Float64Array;
  readonly equity: Float64Array;
  readonly gross: Float64Array;
  readonly net: Float64Array;
  /** Fraction of the highest equity so far, positive. */
  readonly drawdown: Float64Array;
}

export interface DailyEquity {
  /** Days since 1970-01-01, ascending. */
  readonly days: Int32Array;
  readonly equity: readonly Amount[];
  /** Whether the first day has a single point: nothing was held before it, so no return leads to it. */
  readonly opensWithOnePoint: boolean;
}

/** Columns of the same length; amounts as decimal strings or as numbers that stand for their shortest decimal. */
export interface CurveColumns {
  /** RFC 3339 or milliseconds UTC. */
  readonly t: readonly (string | number)[];
  readonly equity: readonly Amount[];
  readonly gross: readonly Amount[];
  readonly net: readonly Amount[];
  readonly drawdown: readonly Amount[];
}

export type CurveRun = {
  readonly summary: Pick<Summary, "currency" | "startValue" | "points">;
  readonly manifest: Manifest;
};

/** The curve of a result document; of a long run from the points it keeps. */
export function curveOf(result: Pick<ResultDocument, "summary" | "manifest" | "equity">): Curve {
  return curveOfColumns(result, columnsOf(result.equity));
}

export function curveOfColumns(run: CurveRun, columns: CurveColumns): Curve {
  const points = pointsOf(columns);
  const fold = new CurveFold(run, points.times);
  for (const [i, amount] of columns.equity.entries()) fold.add(amount, i);
  return { ...fold.finish(), points };
}

/** Takes the points of a run one after the other and keeps what charts need of all of them. */
export class CurveFold {
  readonly #run: CurveRun;
  readonly #times: Float64Array;
  readonly #days: Int32Array;
  readonly #spans: DrawdownSpans;
  readonly #dayNumbers: number[] = [];
  readonly #amounts: Amount[] = [];

  /** `times` are those of all points that will be added. */
  constructor(run: CurveRun, times: Float64Array) {
    this.#run = run;
    this.#times = times;
    this.#days = daysOfClock(times, run.manifest);
    this.#spans = new DrawdownSpans(run.summary.startValue);
  }

  add(amount: Amount, step: number): void {
    const day = this.#days[step] ?? 0;
    this.#spans.add(this.#times[step] ?? 0, amount);
    if (this.#dayNumbers.at(-1) === day) this.#amounts[this.#amounts.length - 1] = amount;
    else {
      this.#dayNumbers.push(day);
      this.#amounts.push(amount);
    }
  }

  finish(): Omit<Curve, "points"> {
    const { currency, startValue, points } = this.#run.summary;
    return {
      currency,
      startValue,
      daily: {
        days: Int32Array.from(this.#dayNumbers),
        equity: this.#amounts,
        opensWithOnePoint: this.#days[0] !== this.#days[1],
      },
      drawdowns: this.#spans.finish(),
      pointCount: points,
      foldedCount: this.#times.length,
    };
  }
}

export function columnsOf(points: readonly EquityPoint[]): CurveColumns {
  return {
    t: points.map(({ t }) => t),
    equity: points.map(({ equity }) => equity),
    gross: points.map(({ grossExposure }) => grossExposure),
    net: points.map(({ netExposure }) => netExposure),
    drawdown: points.map(({ drawdown }) => drawdown),
  };
}

export function pointsOf({ t, equity, gross, net, drawdown }: CurveColumns): CurvePoints {
  return {
    times: Float64Array.from(t, (time) => (typeof time === "number" ? time : Date.parse(time))),
    equity: Float64Array.from(equity, Number),
    gross: Float64Array.from(gross, Number),
    net: Float64Array.from(net, Number),
    drawdown: Float64Array.from(drawdown, Number),
  };
}

/** What a chart says when not every point of the run went into its figures. */
export function keptPointsNote({ pointCount, foldedCount }: Curve): string | undefined {
  if (foldedCount >= pointCount) return undefined;
  return `From ${foldedCount} kept points of ${pointCount}: month ends and shorter falls may lie between them. The file equity.ndjson.gz beside the result has all points.`;
}
