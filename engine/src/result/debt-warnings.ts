import type { RunConfig } from "../settings/run-config.ts";
import type { Warning } from "./document.ts";
import { rfc3339 } from "./rfc3339.ts";

/** A cash account that pays for holding can come to owe what it has not got. Documents of earlier versions have no such settings. */
export function mayOweForHolding({ account, borrow, financing, interest }: RunConfig): boolean {
  return account.type === "cash" && [borrow, financing, interest].some((asked) => (asked ?? null) !== null);
}

/** One warning when cash stood below zero at the close of any point. */
export function debtWarnings(cash: Float64Array, times: Float64Array): Warning[] {
  const first = cash.findIndex((amount) => amount < 0);
  if (first < 0) return [];
  const count = cash.reduce((sum, amount) => sum + (amount < 0 ? 1 : 0), 0);
  const since = rfc3339(times[first] as number);
  return [
    {
      code: "account.negativeCash",
      message: `Cash was below zero at ${count} of ${cash.length} points, first at ${since}: what holding costs took more than there was, on an account that lends nothing.`,
      count,
      context: { since },
    },
  ];
}

/** Margin accounts of this version tell when nothing is left; earlier documents have no such setting. */
export function mayBeRuined({ account }: RunConfig): boolean {
  return account.type === "margin" && (account.marginCall ?? null) !== null;
}

/** One warning when equity stood below zero at the close of any point. */
export function ruinWarnings(equity: Float64Array, times: Float64Array): Warning[] {
  const first = equity.findIndex((amount) => amount < 0);
  if (first < 0) return [];
  const count = equity.reduce((sum, amount) => sum + (amount < 0 ? 1 : 0), 0);
  const since = rfc3339(times[first] as number);
  return [
    {
      code: "account.negativeEquity",
      message: `Equity was below zero at ${count} of ${equity.length} points, first at ${since}: more was lost than the account had.`,
      count,
      context: { since },
    },
  ];
}
