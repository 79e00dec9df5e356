import { expect, test } from "vitest";
import { type Theme, themes } from "./tokens.ts";

/** WCAG 2.2 relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

test.each(["light", "dark"] as const)(
  "text in the %s theme stands out at least 5.2 to 1 from both surfaces, lines of charts 3 to 1",
  (theme: Theme) => {
    const colors = themes[theme];
    for (const surface of [colors.bg, colors.panel]) {
      for (const token of ["text", "muted", "accent", "gain", "loss", "warn"] as const) {
        expect(contrast(colors[token], surface), token).toBeGreaterThanOrEqual(5.2);
      }
      for (const token of ["series1", "series2", "series3", "series4", "series5", "series6", "series7"] as const) {
        expect(contrast(colors[token], surface), token).toBeGreaterThanOrEqual(3);
      }
    }
  },
);
