const longest = 120;

/** The name of an uploaded file as it is shown and kept: its last part, in printable characters. What a browser sends may be anything. */
export function fileNameOf(given: string): string {
  const name = given
    .toWellFormed()
    .normalize("NFC")
    .replace(/^.*[/\\]/, "")
    // Control, format (direction marks) and unassigned characters.
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "")
    .trim();
  const kept = Array.from(name).slice(-longest).join("");
  return /[\p{L}\p{N}]/u.test(kept) ? kept : "prices.csv";
}
