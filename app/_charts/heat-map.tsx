import type { HeatMapSpec } from "rustybt/charts";

/** Rows by columns in a grid; the colour says how far from zero, the number says how much. */
export function HeatMap({ spec }: { readonly spec: HeatMapSpec }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of form controls it is not
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keys
    <div role="group" className="overflow-x-auto" tabIndex={0} aria-label={spec.title}>
      <table className="w-full min-w-180 table-fixed border-separate border-spacing-px text-note">
        <thead>
          <tr>
            <th scope="col" className="w-14 text-left font-medium text-muted">
              Year
            </th>
            {spec.columns.map((name) => (
              <th key={name} scope="col" className="h-7 text-right font-medium text-muted last:pl-2">
                <span className="pr-2">{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {spec.rows.map(({ name, cells }) => (
            <tr key={name}>
              <th scope="row" className="text-left font-medium text-muted">
                {name}
              </th>
              {cells.map((cell, column) => (
                <td
                  key={spec.columns[column]}
                  className="h-8 rounded-[3px] pr-2 text-right last:font-medium"
                  style={cell === null ? undefined : { background: shade(cell.weight) }}
                >
                  {cell?.text ?? <span className="sr-only">none</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** At most a third of the colour, so that the number stays readable on it. */
function shade(weight: number): string {
  const strength = Math.round(Math.abs(weight) ** 0.7 * 34);
  return `color-mix(in srgb, var(--${weight < 0 ? "loss" : "gain"}) ${strength}%, transparent)`;
}
