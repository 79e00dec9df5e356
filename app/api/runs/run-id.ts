import { z } from "zod";
import { notFound } from "#server/lib/errors.ts";

/** The id of a run from an address; whatever is no id is the id of no run. */
export function runIdOf(text: string): string {
  if (!z.uuid().safeParse(text).success) throw notFound("run", text.slice(0, 40));
  return text;
}
