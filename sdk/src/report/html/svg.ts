import type { Drawing, Shape } from "../../charts/index.ts";
import { html, type Markup } from "./markup.ts";

/** Colours by class (`f-` fills, `s-` strokes), so that one picture serves both themes. */
export function svg({ width, height, shapes }: Drawing, className: string): Markup {
  return html`<svg class="${className}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true">${shapes.map(shapeMarkup)}</svg>`;
}

function shapeMarkup(shape: Shape): Markup {
  if (shape.kind === "rect") {
    const { x, y, width, height, fill, fillOpacity = 1 } = shape;
    return html`<rect x="${x}" y="${y}" width="${width}" height="${height}" class="f-${fill}"${attribute("fill-opacity", fillOpacity, 1)}/>`;
  }
  if (shape.kind === "text") {
    const { x, y, text, size, anchor, fill, isBold = false } = shape;
    return html`<text x="${x}" y="${y}" font-size="${size}" class="f-${fill}"${attribute("text-anchor", anchor, "start")}${attribute("font-weight", isBold ? 600 : 400, 400)}>${text}</text>`;
  }
  const { d, stroke, strokeWidth = 1, dash = [], fill, fillOpacity = 1 } = shape;
  const classes = [fill === undefined ? "f-none" : `f-${fill}`, ...(stroke === undefined ? [] : [`s-${stroke}`])].join(" ");
  return html`<path d="${d}" class="${classes}"${attribute("stroke-width", strokeWidth, 1)}${attribute("stroke-dasharray", dash.join(" "), "")}${attribute("fill-opacity", fillOpacity, 1)}/>`;
}

function attribute(name: string, value: string | number, usual: string | number): Markup {
  return value === usual ? html`` : html` ${name}="${value}"`;
}
