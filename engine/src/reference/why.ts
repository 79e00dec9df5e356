import type { Reached } from "./act.ts";
import { type Fee, inForce, tierAt, tradedBefore } from "./costs.ts";
import { budgetOf } from "./liquidity.ts";
import { type Line, present } from "./log.ts";
import type { Order } from "./orders.ts";
import { compare, format, parse, type Ratio, zero } from "./ratio.ts";
import { dateOf, type ScenarioCommission } from "./scenario.ts";
import { barToday, type Setup, type State } from "./state.ts";

interface Circumstances {
  readonly reached: Reached;
  readonly usedBefore: Ratio;
  readonly rounded: boolean;
  readonly fee: Fee;
  /** The quantity before cash or position cut it. */
  readonly cutFrom?: Ratio;
}

/** SPEC E28. */
export function whyOf(setup: Setup, state: State, order: Order, { reached, usedBefore, rounded, cutFrom, fee }: Circumstances): Line {
  const bar = (setup.bars[order.symbol] ?? []).slice(0, state.day + 1).filter((bar) => bar !== undefined).length - 1;
  const budget = reached.rule === "closeAtEnd" ? undefined : budgetOf(setup, state, order.symbol);
  const atPrint = reached.point === "open" || reached.point === "close";
  return present({
    rule: reached.rule,
    point: reached.point,
    path: atPrint ? undefined : state.path,
    bar,
    reference: format(reached.price),
    trigger: reached.trigger === undefined ? undefined : format(reached.trigger),
    gap: reached.trigger !== undefined && compare(reached.trigger, reached.price) !== 0,
    cut: cutFrom && { from: format(cutFrom), reason: order.reason },
    liquidity: budget && {
      barVolume: format(barToday(setup, state, order.symbol)?.volume ?? zero),
      budget: format(budget),
      usedBefore: format(usedBefore),
    },
    detail: state.detail && { t: state.detail },
    chance: reached.luck,
    rounded,
    liquiditySide: usesSides(setup.scenario.commission, dateOf(order.firstFill ?? state.day))
      ? reached.maker
        ? "maker"
        : "taker"
      : undefined,
    fee: present({ ...whyFee(setup, state, order), converted: convertedText(fee) }),
  });
}

function usesSides(commission: ScenarioCommission, date: string): boolean {
  const model = inForce(commission, date);
  return model.model === "makerTaker" || (model.model === "tiered" && model.tiers.some((tier) => "maker" in tier));
}

const convertedText = ({ converted }: Fee): Line | undefined =>
  converted && { amount: format(converted.amount), currency: converted.currency, rate: format(converted.rate) };

/** The model as the settings give it; a tiered one says the tier and the volume before. */
function whyFee(setup: Setup, state: State, order: Order): Line {
  const model = inForce(setup.scenario.commission, dateOf(order.firstFill ?? state.day));
  if (model.model === "tiered") {
    const volume = tradedBefore(state, model);
    return { model: "tiered", tier: format(parse(tierAt(model, volume).from)), volume: format(volume) };
  }
  // Its currency is said where it was converted.
  const terms = Object.entries(model).filter(([key]) => key !== "currency");
  return Object.fromEntries(terms.map(([key, value]) => [key, /^-?\d/.test(value) ? format(parse(value)) : value]));
}
