import { fields, type Mapping, type Report, sampleColumns } from "./draft-options.ts";

interface SampleTableProps {
  readonly fileName: string;
  readonly sample: NonNullable<Report["sample"]>;
  readonly mapping: Mapping;
}

const shownRows = 6;

/** The first lines as they are cut into cells, each column headed by what it is read as. */
export function SampleTable({ fileName, sample, mapping }: SampleTableProps) {
  const columns = sampleColumns(sample);
  const rows = sample.rows.slice(sample.header ? 1 : 0).slice(0, shownRows);
  const use = (value: string) => fields.filter((field) => mapping[field] === value).join(", ");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keys
    <section aria-label={`First lines of ${fileName}`} tabIndex={0} className="overflow-x-auto rounded-md border">
      <table className="w-full border-collapse">
        <caption className="sr-only">First lines of {fileName}</caption>
        <thead className="bg-panel">
          <tr>
            {columns.map(({ value, label }) => (
              <th key={value} scope="col" className="h-10 whitespace-nowrap px-3 text-left font-medium">
                {label}
                <span className={`block font-normal text-note ${use(value) === "" ? "text-muted" : "text-accent"}`}>
                  {use(value) === "" ? "not used" : use(value)}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ line, cells }) => (
            <tr key={line} className="border-t">
              {columns.map(({ value }, index) => (
                <td key={value} className="h-8 max-w-60 truncate whitespace-nowrap px-3 font-mono text-note">
                  {cells[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
