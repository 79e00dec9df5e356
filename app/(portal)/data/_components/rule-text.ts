const rules: Readonly<Record<string, string>> = {
  missingCell: "Missing cell",
  notANumber: "Not a number",
  tooManyDecimals: "Too many decimals",
  tooLarge: "Too large",
  extraCells: "More cells than columns",
  badTime: "Not a time",
  highBelowLow: "High below low",
  openOutsideRange: "Open outside low to high",
  closeOutsideRange: "Close outside low to high",
  negativeVolume: "Negative volume",
  duplicateTime: "Time stands twice",
  outOfOrder: "Out of order",
  badAction: "Not a dividend or split",
};

/** A rule of the reader in words; one that is new here as it is called. */
export function ruleText(rule: string): string {
  return rules[rule] ?? rule;
}
