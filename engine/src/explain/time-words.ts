/** A time as people write it: the day alone for daily bars. */
export function timeWords(t: string): string {
  return t.endsWith("T00:00:00Z") ? t.slice(0, 10) : t.replace("T", " ").replace("Z", " UTC");
}
