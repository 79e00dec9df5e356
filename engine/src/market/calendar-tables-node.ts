import { nodeZlib } from "../node-builtins.ts";
import { calendarArchive } from "./calendar-archive-brotli.ts";

/** A part of the calendars' tables, see `scripts/calendars/generate.py`. By Node's own brotli: an import of the package keeps the least text. */
export function calendarTables(part: keyof ReturnType<typeof calendarArchive>): string {
  return nodeZlib().brotliDecompressSync(Buffer.from(calendarArchive()[part], "base64")).toString("latin1");
}
