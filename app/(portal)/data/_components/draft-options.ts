import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/root.ts";

type Inputs = inferRouterInputs<AppRouter>["datasets"];
type Outputs = inferRouterOutputs<AppRouter>["datasets"];

export type ReadOptions = Inputs["inspect"]["options"];
export type Report = NonNullable<Outputs["upload"]["report"]>;
export type BadRow = Report["badRows"]["rows"][number];
export type Coverage = Report["coverage"][number];

export const fields = ["time", "open", "high", "low", "close", "volume", "symbol"] as const;
export type Field = (typeof fields)[number];

/** Which column a field is read from, `none` for a field that the file does not have. */
export type Mapping = Readonly<Record<Field, string | undefined>>;

export const none = "-";

interface SampleColumn {
  /** What the option calls it. */
  readonly value: string;
  readonly label: string;
}

/** The columns of the first line as they can be chosen: by their name, or by number where it has none or stands twice. */
export function sampleColumns(sample: NonNullable<Report["sample"]>): SampleColumn[] {
  const [first] = sample.rows;
  const names = sample.header ? (first?.cells ?? []) : [];
  return Array.from({ length: Math.min(sample.width, first?.cells.length ?? 0) }, (_, index) => {
    const name = names[index]?.trim() ?? "";
    const isUnique = name !== "" && names.filter((other) => other.trim() === name).length === 1;
    const number = String(index + 1);
    return isUnique
      ? { value: name, label: name }
      : { value: number, label: name === "" ? `Column ${number}` : `${name} (column ${number})` };
  });
}

/** What the reader found or was told, by field. */
export function mappingOf(report: Report, options: ReadOptions): Mapping {
  const columns = sampleColumns(report.sample ?? { delimiter: ",", header: true, width: 0, rows: [], columns: null, timeFormat: null });
  const found = new Map(report.file?.columns ?? report.sample?.columns ?? []);
  const of = (field: Field): string | undefined => {
    const given = options.columns?.[field];
    if (given !== undefined) return given;
    const name = found.get(field)?.replace(/^#/, "");
    if (name !== undefined && columns.some(({ value }) => value === name)) return name;
    return found.size > 0 && (field === "volume" || field === "symbol") ? none : undefined;
  };
  return Object.fromEntries(fields.map((field) => [field, of(field)])) as Mapping;
}

/** The `columns` option for what was chosen: all of it without a header, else only what differs from what was found. */
export function columnsOption(chosen: Mapping, report: Report, before: ReadOptions): ReadOptions["columns"] {
  const found = mappingOf(report, {});
  const isHeader = report.sample?.header ?? true;
  const pairs = fields.flatMap((field): [Field, string][] => {
    const value = chosen[field];
    if (value === undefined) return [];
    if (!isHeader) return value === none ? [] : [[field, value]];
    return value === found[field] && before.columns?.[field] === undefined ? [] : [[field, value]];
  });
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

/** Options without those that are not set, in one order (the database has its own): two are the same when their text is. */
export function optionsText(options: ReadOptions): string {
  const set = Object.entries(options).filter(([, value]) => value !== undefined && value !== "");
  return JSON.stringify(
    set.map(([name, value]) => [name, typeof value === "object" ? Object.entries(value).sort(byName) : value]).sort(byName),
  );
}

function byName([a]: readonly unknown[], [b]: readonly unknown[]): number {
  return String(a) < String(b) ? -1 : 1;
}
