import { z } from "zod";
import { blockOfText } from "#server/lib/typed-text.ts";
import type { ReadOptions as JobReadOptions } from "#server/sandbox/index.ts";

const short = blockOfText(200).trim().min(1);

/** How a price file is read: the options of the engine's `readCsv`, as far as a form has fields for them. What is left out is found from the file. */
export const ReadOptions = z.strictObject({
  /** Header name or column number by field, `-` for a field to leave out. */
  columns: z
    .partialRecord(z.enum(["time", "clock", "open", "high", "low", "close", "volume", "symbol", "dividend", "split"]), short)
    .optional(),
  symbol: blockOfText(80).trim().min(1).optional(),
  delimiter: z.enum([",", ";", "\t", "|"]).optional(),
  decimal: z.enum([".", ","]).optional(),
  header: z.boolean().optional(),
  timeFormat: z
    .enum(["YYYY-MM-DD", "MM/DD/YYYY", "DD/MM/YYYY", "MM/DD/YY", "DD/MM/YY", "YYYYMMDD", "epoch-s", "epoch-ms", "epoch-us", "epoch-ns"])
    .optional(),
  timezone: z.string().trim().min(1).max(80).refine(isTimeZone, "is no IANA time zone such as America/New_York").optional(),
  barTime: z.enum(["start", "end"]).optional(),
  roundData: z.enum(["half-even"]).optional(),
  assetClass: z.enum(["equity", "etf", "forex", "crypto", "perpetual", "future", "index", "option"]).optional(),
});
export type ReadOptions = z.infer<typeof ReadOptions>;

/** With the choice that is made last, when the report was seen. */
export const ImportOptions = ReadOptions.extend({ badRows: z.enum(["refuse", "skip"]).default("refuse") });
export type ImportOptions = z.infer<typeof ImportOptions>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false; // what Intl refuses is no zone
  }
}

/** Options as a job carries them: what is not set is not there. */
export function jobOptions(options: Partial<ImportOptions>): JobReadOptions {
  return JSON.parse(JSON.stringify(options));
}
