import type { Drawing, Shape } from "rustybt/charts";

/** A drawn spec as SVG, in the theme's colours. */
export function DrawingSvg({ drawing, label }: { readonly drawing: Drawing; readonly label: string }) {
  const { width, height, shapes } = drawing;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} className="h-auto w-full">
      {shapes.map((shape, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shapes of one drawing, back to front
        <ShapeElement key={index} shape={shape} />
      ))}
    </svg>
  );
}

function ShapeElement({ shape }: { readonly shape: Shape }) {
  switch (shape.kind) {
    case "path":
      return (
        <path
          d={shape.d}
          fill={colour(shape.fill)}
          fillOpacity={shape.fillOpacity}
          stroke={colour(shape.stroke)}
          strokeWidth={shape.strokeWidth}
          strokeDasharray={shape.dash?.join(" ")}
        />
      );
    case "rect":
      return (
        <rect x={shape.x} y={shape.y} width={shape.width} height={shape.height} fill={colour(shape.fill)} fillOpacity={shape.fillOpacity} />
      );
    case "text":
      return (
        <text
          x={shape.x}
          y={shape.y}
          fontSize={shape.size}
          textAnchor={shape.anchor}
          fill={colour(shape.fill)}
          fontWeight={shape.isBold === true ? 600 : undefined}
        >
          {shape.text}
        </text>
      );
  }
}

function colour(token: string | undefined): string {
  return token === undefined ? "none" : `var(--${token})`;
}
