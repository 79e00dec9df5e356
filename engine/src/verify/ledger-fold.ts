import type { Ledger, LedgerBalance } from "../result/document.ts";
import type { LedgerAccount, Posting } from "../result/log-event.ts";
import type { Findings } from "./findings.ts";
import type { Scale } from "./scaled.ts";

/** Running balances over all postings of the log. */
export class LedgerFold {
  readonly #scale: Scale;
  readonly #findings: Findings;
  readonly #balances = new Map<string, bigint>();
  events = 0;

  constructor(scale: Scale, findings: Findings) {
    this.#scale = scale;
    this.#findings = findings;
  }

  /** Adds an event's postings; they must sum to zero per asset and be sorted, without zeros. */
  post(path: string, postings: readonly Posting[]): void {
    this.events++;
    const sums = new Map<string, bigint>();
    let before = "";
    for (const [i, [account, asset, text]] of postings.entries()) {
      const amount = this.#scale.read(text);
      const key = keyOf(account, asset);
      if (amount === undefined || amount === 0n) {
        this.#findings.add(`${path}.postings[${i}]`, "a posting is an amount other than zero at the ledger's scale", { found: text });
        continue;
      }
      if (key <= before)
        this.#findings.add(`${path}.postings[${i}]`, "postings are sorted by account, then asset", { found: [account, asset] });
      before = key;
      sums.set(asset, (sums.get(asset) ?? 0n) + amount);
      this.#balances.set(key, (this.#balances.get(key) ?? 0n) + amount);
    }
    for (const [asset, sum] of sums) {
      if (sum === 0n) continue;
      this.#findings.add(`${path}.postings`, `the postings of ${asset} do not sum to zero`, {
        expected: "0",
        found: this.#scale.write(sum),
      });
    }
  }

  balance(account: LedgerAccount, asset: string): bigint {
    return this.#balances.get(keyOf(account, asset)) ?? 0n;
  }

  /** The closing balances as the document writes them. */
  statement(currency: string): Ledger {
    const rows = [...this.#balances].sort(([a], [b]) => (a < b ? -1 : 1));
    const balances = rows.map(([key, balance]): LedgerBalance => {
      const [account, asset = ""] = key.split("\0");
      return { account: account as LedgerAccount, asset, balance: this.#scale.write(balance) };
    });
    return { currency, scale: this.#scale.decimals, balances };
  }
}

function keyOf(account: string, asset: string): string {
  return `${account}\0${asset}`;
}
