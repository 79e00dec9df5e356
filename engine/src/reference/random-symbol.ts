import { cents, type Random } from "./random.ts";
import type { ScenarioAction, ScenarioBar, ScenarioSymbol } from "./scenario.ts";

/** Bars with gaps, missing days and days without volume, splits and dividends. */
export function randomSymbol(random: Random, index: number, days: number, { settled }: { settled: boolean }): ScenarioSymbol {
  const actions: ScenarioAction[] = [];
  let price = random.integer(800, 12_000);
  const bars: (ScenarioBar | null)[] = [];
  for (let day = 0; day < days; day++) {
    const has = index === 0 || day === days - 1 || !random.chance(0.15);
    if (has && !settled && day > 1 && random.chance(0.04)) {
      actions.push({ type: "split", ex: day, to: 2, from: 1 });
      price = Math.max(2, Math.round(price / 2));
    }
    if (!settled && day > 1 && random.chance(0.05)) {
      const pay = random.integer(day, day + 4);
      actions.push({ type: "dividend", ex: day, amount: cents(random.integer(1, 99)), ...(random.chance(0.7) && { pay }) });
    }
    if (!has) {
      bars.push(null);
      continue;
    }
    const range = Math.max(1, Math.round(price * 0.04));
    const near = () => Math.max(1, price + random.integer(-range, range));
    const gap = random.chance(0.2) ? random.integer(-2 * range, 2 * range) : random.integer(-2, 2);
    const open = Math.max(1, price + gap);
    price = open;
    const close = near();
    const high = Math.max(open, close) + random.integer(0, range);
    const low = Math.max(1, Math.min(open, close) - random.integer(0, range));
    bars.push({
      open: cents(open),
      high: cents(high),
      low: cents(low),
      close: cents(close),
      volume: random.chance(0.03) ? "0" : String(random.integer(100, 6000)),
    });
    price = close;
  }
  return { symbol: ["AAA", "BBB", "CCC"][index] ?? "DDD", bars, multiplier: settled ? random.pick(["1", "10", "0.5"]) : "1", actions };
}
