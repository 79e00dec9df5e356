import type { HeatMapSpec } from "./chart-spec.ts";
import { type Drawing, round2, type Shape } from "./drawing.ts";

export interface HeatMapSize {
  readonly width: number;
  readonly rowHeight: number;
  readonly fontSize: number;
}

const strongest = 0.6;

/** A grid of numbers, each on a shade of gain or loss; neutral at zero. The last column stands apart: it sums up the row. */
export function drawHeatMap({ columns, rows }: HeatMapSpec, { width, rowHeight, fontSize: size }: HeatMapSize): Drawing {
  const nameWidth = size * 4;
  const gap = size * 0.6;
  const cellWidth = (width - nameWidth - gap) / columns.length;
  const left = (column: number): number => nameWidth + column * cellWidth + (column === columns.length - 1 ? gap : 0);
  const baseline = (row: number): number => row * rowHeight + rowHeight / 2 + size * 0.36;
  const shapes: Shape[] = columns.map((name, column) => ({
    kind: "text",
    x: round2(left(column) + cellWidth - size * 0.5),
    y: round2(baseline(0)),
    text: name,
    size,
    anchor: "end",
    fill: "muted",
  }));
  for (const [i, { name, cells }] of rows.entries()) {
    shapes.push({ kind: "text", x: 0, y: round2(baseline(i + 1)), text: name, size, anchor: "start", fill: "muted" });
    for (const [column, cell] of cells.entries()) {
      if (cell === null) continue;
      const x = left(column);
      // The square root lets small returns be seen beside large ones.
      const fillOpacity = round2(Math.sqrt(Math.abs(cell.weight)) * strongest);
      if (fillOpacity > 0) {
        shapes.push({
          kind: "rect",
          x: round2(x + 0.4),
          y: round2((i + 1) * rowHeight + 0.4),
          width: round2(cellWidth - 0.8),
          height: round2(rowHeight - 0.8),
          fill: cell.weight < 0 ? "loss" : "gain",
          fillOpacity,
        });
      }
      shapes.push({
        kind: "text",
        x: round2(x + cellWidth - size * 0.5),
        y: round2(baseline(i + 1)),
        text: cell.text,
        size,
        anchor: "end",
        fill: "text",
        isBold: column === columns.length - 1,
      });
    }
  }
  return { width, height: round2((rows.length + 1) * rowHeight), shapes };
}
