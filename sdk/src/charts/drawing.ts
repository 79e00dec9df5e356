import type { ColorToken } from "./tokens.ts";

/** A picture of a given size as a list of shapes, back to front; `y` grows downwards. Renderers turn tokens into colours and shapes into their own elements. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

export type Shape = PathShape | RectShape | TextShape;

export interface PathShape {
  readonly kind: "path";
  /** SVG path data. */
  readonly d: string;
  readonly stroke?: ColorToken;
  readonly strokeWidth?: number;
  readonly dash?: readonly number[];
  readonly fill?: ColorToken;
  readonly fillOpacity?: number;
}

export interface RectShape {
  readonly kind: "rect";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill: ColorToken;
  readonly fillOpacity?: number;
}

export interface TextShape {
  readonly kind: "text";
  readonly x: number;
  /** Of the base line. */
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly anchor: "start" | "middle" | "end";
  readonly fill: ColorToken;
  readonly isBold?: boolean;
}

/** Width of a text, near enough to leave room for it; `glyph` is the width of a digit in the font, in ems. */
export function textWidth(text: string, size: number, glyph: number): number {
  return text.length * size * glyph;
}

/** Coordinates need no more than this to look the same. */
export function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
