import { z } from "zod";

/**
 * What a job hands over beside its messages, by name: the files of `rustybt run --out`, byte for byte, and the column file of an import.
 */
export const partNames = ["result.json", "equity.ndjson.gz", "events.ndjson.gz", "columns.rbt"] as const;
export type PartName = (typeof partNames)[number];

// What a job says is a stranger's: bounded in every direction, and nothing of it is a path or code. PostgreSQL's JSON takes neither NUL
// nor half a surrogate pair, and terminals obey control characters.
const text = (most: number) => z.string().max(most).transform(printable);
const count = z.number().int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const decimal = z
  .string()
  .max(80)
  .regex(/^-?\d+(\.\d+)?$/);

const paramValue = z.union([text(1_000), z.number(), z.boolean()]);
const bound = z.union([text(80), z.number()]).optional();
const param = z.strictObject({
  name: text(200),
  kind: z.enum(["int", "float", "decimal", "choice", "bool"]),
  default: paramValue,
  min: bound,
  max: bound,
  step: bound,
  choices: z
    .array(z.union([text(1_000), z.number()]))
    .max(1_000)
    .optional(),
});
const inspectedStrategy = z.strictObject({ name: text(200), params: z.array(param).max(200) });

const finishedRun = z.strictObject({ hash: sha256, seal: sha256, bars: count });

/** Symbols of one price file, and those of them that are compared with a calendar: a report is one frame. */
export const mostSymbols = 10_000;
export const mostCoverages = 2_000;
const dataSymbol = z.strictObject({
  symbol: text(200),
  rows: count,
  from: text(40),
  to: text(40),
  timezone: text(80),
  isDaily: z.boolean(),
  intervalMs: count,
});
const badRow = z.strictObject({ line: count, column: text(400), value: text(2_000), rule: text(80), reason: text(2_000) });
const columnPairs = z.array(z.tuple([text(80), text(400)])).max(200);
const sample = z.strictObject({
  delimiter: text(10),
  header: z.boolean(),
  width: count,
  rows: z.array(z.strictObject({ line: count, cells: z.array(text(400)).max(200) })).max(20),
  columns: columnPairs.nullable(),
  timeFormat: text(80).nullable(),
});
const percent = z.number().int().min(0).max(100);
const coverage = z.strictObject({
  symbol: text(200),
  calendar: text(20),
  unit: z.enum(["session", "bar"]).nullable(),
  expected: count,
  missing: count,
  outside: count,
  gaps: z.array(z.strictObject({ from: text(40), to: text(40), missing: count })).max(200),
  gapCount: count,
  density: z.array(percent).max(200),
});
/** What a price file holds and what is wrong with it: `inspectCsv` and `coverageOf` of the engine. */
const dataReport = z.strictObject({
  /** The first rows as they are cut; `null` when the file is no text of rows. */
  sample: sample.nullable(),
  /** Why no row can be read with these options. */
  problem: z
    .strictObject({
      code: text(100),
      message: text(20_000),
      hint: text(4_000).nullable(),
      line: count.nullable(),
      column: text(400).nullable(),
      value: text(2_000).nullable(),
    })
    .nullable(),
  file: z
    .strictObject({
      /** Of the file's bytes. */
      sha256,
      bytes: count,
      columns: columnPairs,
      delimiter: text(10),
      timeFormat: text(80),
      timezone: text(80),
      isDaily: z.boolean(),
      rounded: count,
    })
    .nullable(),
  /** Rows that can be used. */
  rows: count,
  symbols: z.array(dataSymbol).max(mostSymbols),
  badRows: z.strictObject({
    total: count,
    rules: z.array(z.strictObject({ rule: text(80), count })).max(100),
    /** The first of them. */
    rows: z.array(badRow).max(10_000),
  }),
  warnings: z.array(z.strictObject({ code: text(100), message: text(4_000) })).max(1_000),
  coverage: z.array(coverage).max(mostCoverages),
});

const progress = z.strictObject({
  kind: z.literal("progress"),
  bar: count,
  bars: count,
  /** Exchange day of the last bar done. */
  date: text(40),
  equity: decimal,
  barsPerSecond: z.number().nonnegative(),
});
const log = z.strictObject({
  kind: z.literal("log"),
  lines: z.array(z.strictObject({ t: text(40), bar: count, message: text(2_000) })).max(1_000),
  /** Lines left out since the frame before; the result has all of them. */
  dropped: count,
});
const layers = z.strictObject({ kind: z.literal("layers"), seen: z.record(z.string().max(40), text(400)) });
const part = z.strictObject({ kind: z.literal("part"), name: z.enum(partNames) });
const error = z.strictObject({
  kind: z.literal("error"),
  code: text(100),
  message: text(20_000),
  hint: text(4_000).optional(),
  bar: count.optional(),
  date: text(40).optional(),
  /** In the bundle. */
  line: count.optional(),
  column: count.optional(),
  /** Where a price file is at fault. */
  rows: z.array(badRow).max(10_000).optional(),
});
const result = z.strictObject({
  kind: z.literal("result"),
  strategy: inspectedStrategy.optional(),
  run: finishedRun.optional(),
  data: dataReport.optional(),
});

/** One message of a job on fd 3. */
export const Frame = z.discriminatedUnion("kind", [progress, log, layers, part, error, result]);
export type Frame = z.infer<typeof Frame>;
export type ProgressFrame = z.infer<typeof progress>;
export type LogFrame = z.infer<typeof log>;
export type ErrorFrame = z.infer<typeof error>;
export type ResultFrame = z.infer<typeof result>;
export type InspectedStrategy = z.infer<typeof inspectedStrategy>;
export type FinishedRun = z.infer<typeof finishedRun>;
export type DataReport = z.infer<typeof dataReport>;
export type BadRow = z.infer<typeof badRow>;

function printable(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return value.toWellFormed().replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "\ufffd");
}
