/** The colours of `look.md` in both themes. Charts name tokens; a renderer turns them into these, or into CSS variables of the same names. */
export const themes = {
  light: {
    bg: "#ffffff",
    panel: "#f7f8fa",
    line: "#d9dde3",
    text: "#14181f",
    muted: "#56606e",
    accent: "#0b5cad",
    gain: "#0a6e5c",
    loss: "#b3441a",
    warn: "#8a5a00",
    series1: "#0b5cad",
    series2: "#c2571a",
    series3: "#0a7d68",
    series4: "#7a4fb5",
    series5: "#a33b6b",
    series6: "#6b6f00",
    series7: "#3d4652",
  },
  dark: {
    bg: "#0e1116",
    panel: "#161b22",
    line: "#2b333d",
    text: "#e6eaf0",
    muted: "#9aa5b4",
    accent: "#6cb0f5",
    gain: "#4cc3a5",
    loss: "#f0905c",
    warn: "#e0b04a",
    series1: "#6cb0f5",
    series2: "#f0a05c",
    series3: "#4cc3a5",
    series4: "#b79af0",
    series5: "#ee8db5",
    series6: "#d3cf5c",
    series7: "#aab4c2",
  },
} as const;

export type Theme = keyof typeof themes;
export type ColorToken = keyof (typeof themes)["light"];

const seriesTokens = ["series1", "series2", "series3", "series4", "series5", "series6", "series7"] as const;

/** Lengths of strokes and gaps, so that series are told apart without colour. */
const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3], [10, 4], [4, 2, 1, 2], [1, 2]];

export interface SeriesStyle {
  readonly token: ColorToken;
  readonly dash: readonly number[];
}

/** Colour and dash of the n-th series of a chart, from 0. */
export function seriesStyle(index: number): SeriesStyle {
  const at = index % seriesTokens.length;
  return { token: seriesTokens[at] ?? "series1", dash: dashes[at] ?? [] };
}
