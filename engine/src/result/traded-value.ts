import { add, exact, multiply, textOf, zero } from "./exact.ts";

export interface TradedFill {
  readonly symbol: string;
  readonly quantity: string;
  readonly price: string;
  /** The account's money for one unit of its currency. */
  readonly rate?: string;
}

/** Σ |quantity × price × multiplier| over all fills. */
export function tradedValue(fills: Iterable<TradedFill>, multiplierOf: (symbol: string) => string): string {
  let sum = zero;
  for (const { symbol, quantity, price, rate = "1" } of fills) {
    const own = multiply(multiply(exact(quantity), exact(price)), exact(multiplierOf(symbol)));
    const value = multiply(own, exact(rate));
    sum = add(sum, value.mantissa < 0n ? { mantissa: -value.mantissa, scale: value.scale } : value);
  }
  return textOf(sum);
}
