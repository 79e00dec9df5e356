import { cents, type Random } from "./random.ts";
import type { ScenarioBar, ScenarioSymbol } from "./scenario.ts";

/** Finer bars for most days: mostly along the day's own bar, with jumps between them, sometimes beyond its range (SPEC F8). */
export function withDetail(random: Random, symbol: ScenarioSymbol): ScenarioSymbol {
  let last: ScenarioBar | null = null;
  const detail = symbol.bars.map((bar): readonly ScenarioBar[] => {
    if (bar !== null) last = bar;
    // Days without a bar belong to the bar before.
    if (last === null || random.chance(bar === null ? 0.6 : 0.2)) return [];
    return piecesOf(random, last, random.integer(1, 4));
  });
  return { ...symbol, detail };
}

function piecesOf(random: Random, bar: ScenarioBar, count: number): ScenarioBar[] {
  const inCents = (price: string) => Math.round(Number(price) * 100);
  const [low, high] = [inCents(bar.low), inCents(bar.high)];
  const beyond = random.chance(0.1) ? Math.round((high - low) / 2) + 1 : 0;
  const near = () => Math.max(1, random.integer(low - beyond, high + beyond));
  let price = random.chance(0.85) ? inCents(bar.open) : near();
  return Array.from({ length: count }, (_, index) => {
    const open = index === 0 || random.chance(0.6) ? price : near();
    const close = index === count - 1 && random.chance(0.9) ? inCents(bar.close) : near();
    const [top, bottom] = [Math.max(open, close), Math.min(open, close)];
    price = close;
    return {
      open: cents(open),
      high: cents(random.chance(0.3) ? Math.max(top, high) : random.integer(top, Math.max(top, high))),
      low: cents(random.chance(0.3) ? Math.min(bottom, low) : random.integer(Math.min(bottom, low), bottom)),
      close: cents(close),
      volume: "100",
    };
  });
}
