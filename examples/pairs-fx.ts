// pairs-fx.ts: two pairs against each other in a euro account; what they make in dollars is converted at once
import { defineStrategy, param } from "rustybt";

export default defineStrategy({
  name: "Pairs of currencies",
  params: {
    length: param.int(20, { min: 2, max: 250 }),
    band: param.decimal("0.01", { min: 0, max: 1 }),
    units: param.int(20_000, { min: 1, max: 10_000_000 }),
  },
  setup: () => ({ ratios: [] as number[] }),
  onBar(ctx, { ratios }) {
    const [a, b] = ctx.symbols as readonly [string, string];
    const ratio = ctx.data.of(a).close.value / ctx.data.of(b).close.value;
    ratios.push(ratio);
    if (ratios.length < ctx.params.length) return;
    const mean = ratios.slice(-ctx.params.length).reduce((sum, each) => sum + each, 0) / ctx.params.length;
    const gap = ratio / mean - 1;
    const held = ctx.position(a);
    if (held.isFlat) {
      if (Math.abs(gap) <= Number(ctx.params.band)) return;
      const size = gap > 0 ? -ctx.params.units : ctx.params.units;
      ctx.order(a, size);
      ctx.order(b, -size);
    } else if (held.isLong === gap >= 0) {
      ctx.close(a);
      ctx.close(b);
    }
  },
});
