import { z } from "zod";

/** A line a person typed, such as a name: trimmed, not empty, without the characters that no database column or page wants. */
export function lineOfText(longest: number, whenEmpty: string) {
  return z.string().trim().min(1, whenEmpty).max(longest).refine(isPlain, "It has characters that cannot be shown, such as line breaks.");
}

/** Whether a text has only whole characters and no control characters; PostgreSQL stores neither U+0000 nor half a surrogate pair. */
function isPlain(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text);
}
