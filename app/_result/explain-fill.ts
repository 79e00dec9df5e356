import type { FillRow, OrderRow } from "rustybt";
import { formatDecimal, formatPrice } from "#app/_lib/format.ts";
import { reasonText } from "./reason-text.ts";

/** Why a fill happened at that price and in that size, in words, from what the result says of it (SPEC F1 to F7, E28). */
export interface FillExplanation {
  /** One sentence for the rule. */
  readonly rule: string;
  /** What moved the price or the quantity after the rule had spoken. */
  readonly adjustments: readonly string[];
  readonly fee: string;
}

export function explainFill(fill: FillRow, order?: Pick<OrderRow, "kind" | "limit">): FillExplanation {
  return { rule: ruleSentence(fill, order), adjustments: adjustments(fill), fee: feeSentence(fill) };
}

const reached: Readonly<Record<string, string>> = {
  open: "at the open",
  toHigh: "on the way to the high",
  toLow: "on the way to the low",
  toClose: "on the way to the close",
  close: "at the close",
};

function ruleSentence({ side, why }: FillRow, order: Pick<OrderRow, "limit"> | undefined): string {
  const { rule, point, reference, trigger, gap } = why;
  const where = reached[point] ?? point;
  const level = formatPrice(trigger ?? reference);
  const price = formatPrice(reference);
  switch (rule) {
    case "nextOpen":
      return `A market order fills at the open of the first bar after the decision: ${price}.`;
    case "nextClose":
      return `A market order fills at the close of the first bar after the decision: ${price}.`;
    case "thisClose":
      return `A market order fills at the close of the bar it was decided on: ${price}. That is optimistic: the decision knew this close.`;
    case "atOpen":
      return `The order asked for the open of the bar: ${price}.`;
    case "atClose":
      return `The order asked for the close of the bar: ${price}.`;
    case "limit":
      if (gap === true) return `The open of ${price} was already better than the limit of ${level}, so that the order filled at the open.`;
      return `The price reached the limit of ${level} ${where}, and the order filled at its limit.`;
    case "stop":
      if (gap === true)
        return `The bar opened beyond the stop of ${level}, and no trade took place at the stop: the open of ${price} became the price.`;
      return `The price reached the stop of ${level} ${where}, and the order filled there.`;
    case "stopLimit": {
      const limit = order?.limit === undefined ? "its limit" : `the limit of ${formatPrice(order.limit)}`;
      return `The stop of ${level} was reached, and the price of ${price} ${where} was within ${limit}.`;
    }
    case "trailingStop": {
      const direction = side === "sell" ? "below the highest" : "above the lowest";
      if (gap === true) return `The bar opened beyond the trailing stop, which stood at ${level}: the open of ${price} became the price.`;
      return `The trailing stop had followed the price and stood at ${level}, ${direction} price on the path; it was reached ${where}.`;
    }
    case "closeAtEnd":
      return `The run closes what is open after its last bar, at the last close: ${price}.`;
    default:
      return `Rule ${rule}, ${where}, at ${price}.`;
  }
}

function adjustments({ why, side, slippage, price, quantity }: FillRow): string[] {
  const found: string[] = [];
  if (Number(slippage) !== 0) {
    const moved = formatPrice(slippage.replace("-", ""));
    found.push(
      `Slippage moved the price by ${moved} against the ${side === "buy" ? "buyer" : "seller"}, from ${formatPrice(why.reference)} to ${formatPrice(price)}.`,
    );
  }
  if (why.rounded !== undefined && why.rounded !== false) found.push("The slipped price was rounded against the trader.");
  if (why.cut !== undefined)
    found.push(`The quantity was cut from ${formatPrice(why.cut.from)} to ${formatPrice(quantity)}: ${reasonText(why.cut.reason)}.`);
  if (why.liquidity !== undefined) {
    const { barVolume, budget, usedBefore } = why.liquidity;
    const used = Number(usedBefore) === 0 ? "nothing of it was used before" : `${formatPrice(usedBefore)} of it were used before`;
    found.push(`Of the bar's volume of ${formatDecimal(barVolume)} at most ${formatPrice(budget)} may be taken; ${used}.`);
  }
  return found;
}

function feeSentence({ fee, feeCurrency, quantity, price, why }: FillRow): string {
  const { model, rate, maker, taker, minimum, maximum, cost, exchangeFee, unit, rounding } = why.fee;
  const total = `${formatDecimal(fee)} ${feeCurrency}`;
  const [units, at] = [formatPrice(quantity), formatPrice(price)];
  const bounds = [
    minimum === undefined ? undefined : `at least ${formatDecimal(minimum)}`,
    maximum === undefined ? undefined : `at most ${formatDecimal(maximum)}`,
  ].filter((bound) => bound !== undefined);
  const limits = bounds.length === 0 ? "" : `, ${bounds.join(" and ")} an order`;
  const rounded = unit === undefined ? "" : `, rounded to ${formatDecimal(unit)} (${rounding})`;
  switch (model) {
    case "none":
      return "No commission.";
    case "percent":
      return `${formatDecimal(rate ?? "0")} × ${units} × ${at} × multiplier${rounded} = ${total}`;
    case "perShare":
      return `${formatDecimal(rate ?? "0")} × ${units}${limits}${rounded} = ${total}`;
    case "makerTaker": {
      const waited = why.liquiditySide === "maker";
      const side = waited ? `${maker} as maker, it was waiting at its limit` : `${taker} as taker`;
      return `${units} × ${at} × multiplier × ${side}${rounded} = ${total}`;
    }
    case "perTrade":
      return `${formatDecimal(cost ?? "0")} an order${rounded}; this fill pays ${total}`;
    case "perContract":
      return `${formatDecimal(cost ?? "0")} × ${units}${exchangeFee === undefined ? "" : ` + ${formatDecimal(exchangeFee)} an order`}${rounded} = ${total}`;
    default:
      return `${model}: ${total}`;
  }
}
