import { z } from "zod";

/** A line a person typed, such as a name: trimmed, not empty, without line breaks and other control characters. */
export function lineOfText(longest: number, whenEmpty: string) {
  return z
    .string()
    .trim()
    .min(1, whenEmpty)
    .max(longest)
    .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), "It has characters that cannot be shown, such as line breaks.");
}

/** Text of several lines. PostgreSQL stores neither U+0000 nor half a surrogate pair. */
export function blockOfText(longest: number) {
  return z
    .string()
    .max(longest)
    .refine((text) => text.isWellFormed() && !text.includes("\0"), "It has characters that cannot be stored.");
}
