import type { ColorToken } from "rustybt/charts";

/** What a token is now, for canvases: theme and the reader's colours included. */
export function colourOf(token: ColorToken): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim();
}

export function withAlpha(colour: string, alpha: number): string {
  return `color-mix(in srgb, ${colour} ${alpha * 100}%, transparent)`;
}

/** Of canvases, which know no CSS variables. */
export function canvasFont(px = 12): string {
  return `${px}px ${getComputedStyle(document.body).fontFamily}`;
}
