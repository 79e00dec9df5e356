"use client";

import type { ChartSpec, LineLayer } from "rustybt/charts";
import { positionAt, useGroupState } from "#app/_charts/chart-group.tsx";
import { formatDecimal, formatPercent, formatTime, moneyDecimals } from "#app/_lib/format.ts";

interface ReadoutProps {
  readonly specs: readonly ChartSpec[];
  /** What else happened at a time. */
  readonly happenedAt?: (time: number) => string | undefined;
}

/** All series at the crosshair, or at the end. Read out when keys move it. */
export function Readout({ specs, happenedAt }: ReadoutProps) {
  const { cursor, isByKeys } = useGroupState();
  const times = specs[0]?.x.kind === "time" ? specs[0].x.times : new Float64Array();
  const at = cursor === null ? times.length - 1 : positionAt(times, cursor);
  const time = times[at];
  if (time === undefined) return <p className="h-5 max-sm:h-10" />;
  const event = happenedAt?.(time);
  return (
    <p
      className="tabular flex h-5 gap-x-4 overflow-hidden whitespace-nowrap max-sm:h-10 max-sm:flex-wrap"
      aria-live={isByKeys ? "polite" : "off"}
    >
      <span className="font-medium">{formatTime(time)}</span>
      {specs.flatMap((spec) =>
        lines(spec).map((layer) => (
          <span key={layer.id} className="text-muted">
            {layer.label} <span className="text-text">{valueText(spec, layer.values[at])}</span>
          </span>
        )),
      )}
      {event !== undefined && <span className="truncate text-muted">{event}</span>}
    </p>
  );
}

function lines(spec: ChartSpec): LineLayer[] {
  return spec.layers.filter((layer): layer is LineLayer => layer.kind === "line" || layer.kind === "area" || layer.kind === "step");
}

function valueText({ y }: ChartSpec, value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return "none";
  if (y.unit === "%") return formatPercent(value);
  return y.unit === "" ? formatDecimal(value, 2) : formatDecimal(value, moneyDecimals(y.unit));
}
