import { formatDay } from "../market/calendar-date.ts";
import type { FillEvent } from "../result/log-event.ts";
import type { RunConfig } from "../settings/run-config.ts";
import { asksForSide, type FeeSoFar, feeAfter, feeDescription, foreignCurrency, inAccountMoney, ruleInForce } from "./fee-rule.ts";
import type { Findings } from "./findings.ts";
import type { OrderState } from "./order-fold.ts";
import type { Scale } from "./scaled.ts";
import { noVolume, TradedVolume } from "./traded-volume.ts";

/** A fill's fee in the account's currency, as charged and before the venue's rounding, and what its order has come to. */
export interface CheckedFee {
  readonly fee: bigint;
  readonly exactFee: bigint;
  readonly charged: FeeSoFar | undefined;
}

export interface FeeOfFill {
  readonly path: string;
  readonly event: FillEvent;
  readonly order: OrderState;
  readonly day: number;
  /** In ledger steps: quantity, and quantity × price × multiplier. */
  readonly quantity: bigint;
  readonly value: bigint;
}

const waitingRules: ReadonlySet<string> = new Set(["limit", "stopLimit", "limitIfTouched", "trailingStopLimit"]);

/** Derives the fee of each fill from the settings and the fills before it. */
export class FeeCheck {
  readonly #traded = new TradedVolume();
  /** Rates of files, as the log shows them: one a currency and day. */
  readonly #rates = new Map<string, string>();
  readonly #config: RunConfig;
  readonly #currency: string;
  readonly #scale: Scale;
  readonly #findings: Findings;

  constructor(config: RunConfig, currency: string, scale: Scale, findings: Findings) {
    this.#config = config;
    this.#currency = currency;
    this.#scale = scale;
    this.#findings = findings;
  }

  check({ path, event, order, day, quantity, value }: FeeOfFill): CheckedFee {
    const [scale, findings] = [this.#scale, this.#findings];
    const { commission } = this.#config;
    const rule = order.charged?.rule ?? ruleInForce(commission, formatDay(day));
    this.#checkSide(path, event, asksForSide(rule));
    const foreign = foreignCurrency(rule, this.#currency);
    const rate = foreign === undefined ? undefined : this.#rate(path, event, foreign, day);
    const before = rule.model === "tiered" ? this.#traded.within(rule.window, day) : noVolume;
    const size = { quantity, value: value < 0n ? -value : value };
    this.#traded.add(day, size);
    const charged = feeAfter(rule, order.charged, { ...size, isMaker: event.why.liquiditySide === "maker", before, rate }, scale);
    const fee = scale.read(event.fee) ?? 0n;
    if (charged === undefined) {
      findings.add("manifest.config.commission", "the commission's numbers do not fit the ledger's scale", { found: commission });
      return { fee, exactFee: fee, charged: order.charged };
    }
    const paid = order.charged?.owed ?? { exact: 0n, charged: 0n };
    const own = charged.owed.charged - paid.charged;
    const converted = foreign === undefined ? undefined : { amount: scale.write(own), currency: foreign, rate: rate ?? "" };
    findings.equal(
      `${path}.why.fee`,
      feeDescription(rule, { before, scale, converted }),
      event.why.fee,
      "the fee rule is manifest.config.commission; tiers, volume and rates follow from the fills before and manifest.config.rates",
    );
    findings.equal(
      `${path}.fee`,
      scale.write(inAccountMoney(own, rate)),
      event.fee,
      "the fee follows from manifest.config.commission, the order's fills and what it paid before",
    );
    return { fee, exactFee: inAccountMoney(charged.owed.exact - paid.exact, rate) + charged.residue, charged };
  }

  /** A fixed rate is that of the settings; a file's is known from the log alone, where a day has one. */
  #rate(path: string, event: FillEvent, currency: string, day: number): string {
    const set = this.#config.rates?.[currency];
    const said = event.why.fee.converted?.rate;
    if (typeof set === "string") return set;
    const key = `${currency} ${day}`;
    const known = this.#rates.get(key) ?? said ?? "1";
    this.#rates.set(key, known);
    this.#findings.equal(`${path}.why.fee.converted.rate`, known, said, "a currency has one rate a day");
    if (set === undefined) this.#findings.add(`manifest.config.rates.${currency}`, "the commission's currency has a rate", { found: set });
    return known;
  }

  /** Only what waited at a limit can have made; whether it did wait, the document's prices do not tell. */
  #checkSide(path: string, { why: { liquiditySide, rule } }: FillEvent, isAsked: boolean): void {
    const place = `${path}.why.liquiditySide`;
    if (!isAsked) {
      this.#findings.equal(place, undefined, liquiditySide, "the commission does not depend on who was waiting");
    } else if (liquiditySide === undefined) {
      this.#findings.add(place, "under this commission a fill says whether it was waiting");
    } else if (liquiditySide === "maker" && !waitingRules.has(rule)) {
      this.#findings.add(place, "only a fill at a limit can have been waiting", { expected: "taker", found: liquiditySide });
    }
  }
}
