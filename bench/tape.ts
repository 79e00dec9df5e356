/** Fills as every side writes them: bar index in whose data the price was found, side, price in cents, quantity. */
export type Tape = [bar: number, side: "B" | "S", cents: number, quantity: number][];

/** The first difference of two tapes in words, or undefined when they are equal. */
export function tapeDifference(ours: Tape, theirs: Tape): string | undefined {
  for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
    const [a, b] = [ours[i]?.join(" ") ?? "nothing", theirs[i]?.join(" ") ?? "nothing"];
    if (a !== b) return `fill ${i + 1} of ${ours.length} and ${theirs.length}: ${a} against ${b}`;
  }
  return undefined;
}

/** Whether two decimal texts agree to a relative 1e-9: peers count money in floats. */
export function agree(a: string, b: string): boolean {
  return Math.abs(Number(a) - Number(b)) <= 1e-9 * Math.abs(Number(a));
}
