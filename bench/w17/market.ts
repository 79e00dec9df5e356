import { splitMix64Parts } from "../data/splitmix64.ts";

export const symbols = 500;
export const days = 2520;
export const lookback = 252;
export const picked = 50;

/** Every how many rows results are compared. */
export const compared = 21;

/** Closes in cents, a row a day and a cell a symbol: walks of whole steps, folded to stay between 5 and 500. */
export function closes(): Int32Array {
  const cents = new Int32Array(days * symbols);
  for (let symbol = 0; symbol < symbols; symbol++) {
    let close = 1_000 + symbol * 97;
    for (let day = 0; day < days; day++) {
      const [a, b] = splitMix64Parts(17 + symbol, day);
      const step = Math.trunc(((a + b - 65_536) * (close >> 4)) / 65_536);
      close = Math.min(50_000, Math.max(500, close + step + 1));
      cents[day * symbols + symbol] = close;
    }
  }
  return cents;
}
