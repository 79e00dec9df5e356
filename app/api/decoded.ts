/** A part of a path as it was meant; Next hands it over as it was sent. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Half an escape names nothing; the answer will say so.
    return part;
  }
}
