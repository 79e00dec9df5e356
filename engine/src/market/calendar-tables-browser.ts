import inflate from "tiny-inflate";
import { calendarArchive } from "./calendar-archive-deflate.ts";

/** As `calendar-tables-node.ts`, for browsers: charts draw by exchange days there too. */
export function calendarTables(part: keyof ReturnType<typeof calendarArchive>): string {
  const { length, packed } = calendarArchive()[part];
  const bytes = Uint8Array.from(atob(packed), (byte) => byte.charCodeAt(0));
  return new TextDecoder("latin1").decode(inflate(bytes, new Uint8Array(length)));
}
