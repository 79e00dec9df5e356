import type { LedgerAccount, Posting } from "../result/log-event.ts";
import type { Scale } from "./scaled.ts";

type MoneyAccount = Exclude<LedgerAccount, "position">;

/** An event's postings as the log writes them: money by account, and a quantity moving between position and market; sorted, no zeros. */
export function expectedPostings(
  scale: Scale,
  currency: string,
  money: Readonly<Partial<Record<MoneyAccount, bigint>>>,
  ...moved: readonly { readonly symbol: string; readonly quantity: bigint }[]
): Posting[] {
  const postings = moved.flatMap(({ symbol, quantity }): [LedgerAccount, string, bigint][] => [
    ["market", symbol, -quantity],
    ["position", symbol, quantity],
  ]);
  for (const [account, amount] of Object.entries(money)) postings.push([account as MoneyAccount, currency, amount]);
  return postings
    .filter(([, , amount]) => amount !== 0n)
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([account, asset, amount]): Posting => [account, asset, scale.write(amount)]);
}
