import type { ColorToken } from "./tokens.ts";

/**
 * What a chart shows, free of pixels: a renderer draws the layers over the two axes. `x` of lines and candles is the position of a point, 0 to
 * n - 1, so that closed markets leave no holes; a time axis says when each position was.
 */
export interface ChartSpec {
  readonly id: string;
  readonly title: string;
  /** The main finding, for screen readers. */
  readonly sentence: string;
  readonly x: TimeAxis | PositionAxis | BandAxis;
  readonly y: ValueAxis;
  readonly layers: readonly Layer[];
  /** Of long charts made when it is read. */
  readonly table: TableTwin;
  /** What limits trust in it. */
  readonly note?: string;
}

export interface Tick {
  readonly at: number;
  readonly text: string;
}

export interface TimeAxis {
  readonly kind: "time";
  /** Milliseconds UTC of each position. */
  readonly times: Float64Array;
  /** For a drawing about 600 px wide; `calendarTicks` gives more or fewer. */
  readonly ticks: readonly Tick[];
}

/** Positions that are counted, such as trades, or values on a number line. */
export interface PositionAxis {
  readonly kind: "position";
  readonly domain: readonly [number, number];
  readonly ticks: readonly Tick[];
  readonly title: string;
}

/** Named places, one bar each, at 0 to n - 1. */
export interface BandAxis {
  readonly kind: "band";
  readonly names: readonly string[];
}

export interface ValueAxis {
  readonly kind: "linear" | "log";
  readonly domain: readonly [number, number];
  readonly ticks: readonly Tick[];
  /** Stands in the head: `USD`, `%`, `trades`. */
  readonly unit: string;
}

export type Layer = LineLayer | BarLayer | CandleLayer | MarkLayer;

/** A line; an `area` is filled down to zero, a `step` holds its value until the next. `NaN` is a gap. */
export interface LineLayer {
  readonly kind: "line" | "area" | "step";
  readonly id: string;
  readonly label: string;
  readonly token: ColorToken;
  readonly dash: readonly number[];
  readonly values: Float64Array;
  /** The label stands at the end of the line with this figure, and no legend is needed. */
  readonly endText: string;
}

export interface BarLayer {
  readonly kind: "bars";
  readonly id: string;
  readonly label: string;
  readonly bars: readonly Bar[];
}

export interface Bar {
  /** Left and right on the x axis; for a band axis its position - 0.5 and + 0.5. */
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  readonly token: ColorToken;
  /** Stands above the bar (below one that goes down). */
  readonly text?: string;
}

export interface CandleLayer {
  readonly kind: "candles";
  readonly id: string;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
}

export interface MarkLayer {
  readonly kind: "marks";
  readonly id: string;
  readonly marks: readonly Mark[];
}

export interface Mark {
  readonly x: number;
  readonly y: number;
  /** `up` and `down` are triangles whose tip is the point. */
  readonly shape: "up" | "down" | "dot";
  readonly token: ColorToken;
  readonly text: string;
}

/** Rows by columns with a number in each cell. `weight` runs from -1 to 1, 0 is neutral. */
export interface HeatMapSpec {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  readonly columns: readonly string[];
  readonly rows: readonly HeatRow[];
  readonly unit: string;
  readonly table: TableTwin;
  readonly note?: string;
}

export interface HeatRow {
  readonly name: string;
  /** `null` where there is nothing, such as a month before the run. */
  readonly cells: readonly (HeatCell | null)[];
}

export interface HeatCell {
  /** 12 decimals, half-even. */
  readonly value: string;
  readonly text: string;
  readonly weight: number;
}

/** The same data as rows. Texts are as shown; `align` tells numbers from names. */
export interface TableTwin {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly string[])[];
}

export interface TableColumn {
  readonly id: string;
  /** With the unit, which does not stand in the cells. */
  readonly label: string;
  readonly align: "left" | "right";
  /** Sentences, which take more than one line. */
  readonly isLong?: boolean;
}

/** A table that has no picture. */
export interface TableSpec {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  readonly table: TableTwin;
  readonly note?: string;
}
