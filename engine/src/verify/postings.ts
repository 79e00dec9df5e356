import type { LedgerAccount, Posting } from "../result/log-event.ts";
import type { Scale } from "./scaled.ts";

type MoneyAccount = Exclude<LedgerAccount, "position">;

/** An event's postings as the log writes them: money by account, and a quantity moving between position and market; sorted, no zeros. */
export function expectedPostings(
  scale: Scale,
  currency: string,
  money: Readonly<Partial<Record<MoneyAccount, bigint>>>,
  moved: { readonly symbol: string; readonly quantity: bigint } = { symbol: "", quantity: 0n },
): Posting[] {
  const postings: [LedgerAccount, string, bigint][] = [
    ["market", moved.symbol, -moved.quantity],
    ["position", moved.symbol, moved.quantity],
  ];
  for (const [account, amount] of Object.entries(money)) postings.push([account as MoneyAccount, currency, amount]);
  return postings
    .filter(([, , amount]) => amount !== 0n)
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([account, asset, amount]): Posting => [account, asset, scale.write(amount)]);
}
