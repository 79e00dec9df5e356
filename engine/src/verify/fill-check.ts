import { compare, exact, multiply } from "../result/exact.ts";
import type { FillEvent } from "../result/log-event.ts";
import type { RunConfig } from "../settings/run-config.ts";
import { checkChance, checkPartial } from "./chance-rule.ts";
import type { CheckedFee, FeeCheck } from "./fee-check.ts";
import type { Findings } from "./findings.ts";
import type { OrderState } from "./order-fold.ts";
import { slippageFault } from "./price-rule.ts";
import type { Scale } from "./scaled.ts";

export interface FillCheck {
  readonly path: string;
  readonly step: number;
  /** Exchange day of the step. */
  readonly day: number;
  readonly fees: FeeCheck;
  readonly event: FillEvent;
  readonly order: OrderState;
  readonly symbol: { readonly lot: bigint };
  /** In ledger steps: quantity, and quantity × price × multiplier. */
  readonly quantity: bigint;
  readonly value: bigint;
  /** What other fills took of the symbol's bar before. */
  readonly usedBefore: bigint;
  readonly config: RunConfig;
  readonly scale: Scale;
  readonly findings: Findings;
  readonly currency: string;
}

/** Checks a fill against its order and the run's settings; answers its fee. */
export function checkFill(check: FillCheck): CheckedFee {
  const { path, event, quantity, scale, findings, currency, config } = check;
  if (quantity <= 0n) findings.add(`${path}.quantity`, "a fill has a quantity above zero", { found: event.quantity });
  findings.equal(`${path}.feeCurrency`, currency, event.feeCurrency, "fees are paid in the account's currency");
  const taken = { mantissa: check.usedBefore + quantity, scale: scale.decimals };
  const fault = slippageFault(event, config.slippage, taken);
  if (fault !== undefined) findings.add(`${path}.slippage`, fault.message, { expected: fault.expected, found: event.slippage });
  checkChance(path, event, check.step, config, findings);
  const { order, symbol } = check;
  const lastFill = order.history.findLast(({ fill }) => fill !== undefined)?.t;
  checkPartial({ path, event, lastFill, open: order.quantity - order.filled, quantity, lot: symbol.lot }, config, findings);
  if (event.why.rule === "reinvest") return checkReinvested(check);
  checkRule(check);
  checkLiquidity(check);
  return check.fees.check(check);
}

function checkReinvested({ path, event, order, config, findings }: FillCheck): CheckedFee {
  findings.equal(
    `${path}.why.rule`,
    true,
    config.dividends?.reinvest === true && order.terms.tag === "reinvest",
    "manifest.config.dividends.reinvest buys with orders of its own",
  );
  findings.equal(`${path}.fee`, "0", event.fee, "a reinvested dividend buys without costs");
  findings.equal(`${path}.why.fee`, { model: "none" }, event.why.fee, "a reinvested dividend buys without costs");
  return { fee: 0n, exactFee: 0n, charged: order.charged };
}

function checkRule({ path, event, order, config, findings }: FillCheck): void {
  const { rule } = event.why;
  const { kind, at, limit } = order.terms;
  // The first fill of a market-to-limit order is one at the market, and gives it the limit of the others.
  if ((kind === "market" || (kind === "marketToLimit" && limit === undefined)) && rule !== "closeAtEnd") {
    const { market } = config.fills;
    // What thisClose could not fill on the bar that decided it fills at the next open; an order may get more before that open.
    const atOpen = event.t !== order.said || (order.grown && event.why.point === "open");
    const byDefault = market === "thisClose" && atOpen ? "nextOpen" : market;
    const expected = at === "open" ? "atOpen" : at === "close" ? "atClose" : byDefault;
    findings.equal(`${path}.why.rule`, expected, rule, "the rule follows from the order and manifest.config.fills.market");
  } else if (kind !== "market") {
    const atPrint = at === "open" ? "limitOnOpen" : "limitOnClose";
    const expected = kind === "marketToLimit" ? "limit" : at === undefined ? kind : atPrint;
    findings.equal(`${path}.why.rule`, expected, rule, "the rule follows from the order's kind");
  }
  const { display } = order.terms;
  if (display !== undefined && compare(exact(event.quantity), exact(display)) > 0) {
    findings.add(`${path}.quantity`, "an iceberg fills at most what it shows", { expected: display, found: event.quantity });
  }
  if (limit === undefined) return;
  const beyond = compare(exact(event.price), exact(limit)) * (event.side === "buy" ? 1 : -1);
  if (beyond > 0) findings.add(`${path}.price`, "a fill is never worse than its limit", { expected: limit, found: event.price });
}

function checkLiquidity({ path, event, quantity, usedBefore, config, symbol, scale, findings }: FillCheck): void {
  const { liquidity, rule } = event.why;
  const limits = [config.fills.volumeLimit, config.slippage.model === "volumeShare" ? config.slippage.limit : null].filter(
    (limit) => limit !== null,
  );
  if (limits.length === 0 || rule === "closeAtEnd") {
    findings.equal(`${path}.why.liquidity`, undefined, liquidity, "no volume limit applies");
    return;
  }
  if (liquidity === undefined) {
    findings.add(`${path}.why.liquidity`, "a fill under a volume limit says what it used");
    return;
  }
  const smallest = limits.reduce((a, b) => (compare(exact(a), exact(b)) <= 0 ? a : b));
  const share = multiply(exact(smallest), exact(liquidity.barVolume));
  const whole = (share.mantissa * scale.unit) / 10n ** BigInt(share.scale);
  const budget = (whole / symbol.lot) * symbol.lot;
  findings.equal(
    `${path}.why.liquidity.budget`,
    scale.write(budget),
    liquidity.budget,
    "the budget is manifest.config.fills.volumeLimit (or that of the slippage) times the bar's volume, toward zero to the lot",
  );
  findings.equal(`${path}.why.liquidity.usedBefore`, scale.write(usedBefore), liquidity.usedBefore, "fills of the same bar used it before");
  if (quantity > budget - usedBefore) {
    findings.add(`${path}.quantity`, "a fill takes at most what is left of the bar's volume", {
      expected: scale.write(budget - usedBefore),
      found: event.quantity,
    });
  }
}
