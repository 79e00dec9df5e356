import { Path, Rect, Svg, Text, View } from "@react-pdf/renderer";
import { createElement, type ReactElement } from "react";
import type { Drawing, Shape, TextShape } from "../../charts/index.ts";
import { themes } from "../../charts/index.ts";
import { textFont } from "./fonts.ts";

// Elements by function instead of JSX: Node then runs these files as they are.
export type Style = Readonly<Record<string, string | number>>;
type Child = ReactElement | string;

export const colors = themes.light;

export function view(style: Style, ...children: readonly Child[]): ReactElement {
  return createElement(View, { style }, ...children);
}

/** On every page that the content needs. */
export function repeated(style: Style, ...children: readonly Child[]): ReactElement {
  return createElement(View, { style, fixed: true }, ...children);
}

export function text(style: Style, ...content: readonly string[]): ReactElement {
  // Words are never broken: a figure or a name in two parts is neither.
  return createElement(Text, { style, hyphenationCallback: (word) => [word as string] }, ...content);
}

/** Stands on one page, never across two. */
export function whole(style: Style, ...children: readonly Child[]): ReactElement {
  return createElement(View, { style, wrap: false }, ...children);
}

/** Text that depends on the page it stands on. */
export function pageText(
  style: Style,
  render: (page: { readonly pageNumber: number; readonly totalPages: number }) => string,
): ReactElement {
  return createElement(Text, { style, render });
}

export function picture({ width, height, shapes }: Drawing): ReactElement {
  return createElement(Svg, { width, height, viewBox: `0 0 ${width} ${height}` }, ...shapes.map(shapeElement));
}

function shapeElement(shape: Shape): ReactElement {
  if (shape.kind === "rect") {
    const { x, y, width, height, fill, fillOpacity } = shape;
    return createElement(Rect, { x, y, width, height, fill: colors[fill], ...(fillOpacity === undefined ? {} : { fillOpacity }) });
  }
  if (shape.kind === "text") return textElement(shape);
  const { d, stroke, strokeWidth, dash, fill, fillOpacity } = shape;
  return createElement(Path, {
    d,
    fill: fill === undefined ? "none" : colors[fill],
    ...(fillOpacity === undefined ? {} : { fillOpacity }),
    ...(stroke === undefined ? {} : { stroke: colors[stroke], strokeWidth: strokeWidth ?? 1, strokeLinejoin: "round" }),
    ...(dash === undefined || dash.length === 0 ? {} : { strokeDasharray: dash.join(" ") }),
  });
}

function textElement({ x, y, text: content, size, anchor, fill, isBold = false }: TextShape): ReactElement {
  const style = { fontFamily: textFont, fontSize: size, ...(isBold ? { fontWeight: 700 } : {}) };
  return createElement(Text, { x, y, fill: colors[fill], textAnchor: anchor, style: style as object }, content);
}
