const decimals = 24;

/** The exact sum of decimal strings, as an integer count of 10^-24. */
export function exactSum(amounts: readonly string[]): bigint {
  return amounts.reduce((total, amount) => total + exactUnits(amount), 0n);
}

/** A decimal string as an integer count of 10^-24. */
export function exactUnits(amount: string): bigint {
  const [whole = "", fraction = ""] = amount.replace("-", "").split(".");
  const magnitude = BigInt(whole + fraction.padEnd(decimals, "0"));
  return amount.startsWith("-") ? -magnitude : magnitude;
}
