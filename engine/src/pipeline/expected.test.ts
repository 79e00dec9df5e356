import { readFileSync } from "node:fs";
import { backtest, barsFrom, defineStrategy } from "rustybt";
import { expect, test } from "vitest";

interface Expected {
  readonly values: readonly (readonly (number | null)[])[];
  readonly mask: readonly (readonly boolean[])[];
  readonly groups: readonly (string | null)[];
  /** By kernel and kind: the rows that scipy, numpy and pandas gave; `"refused"` where they gave none. */
  readonly expected: Readonly<Record<string, readonly ("refused" | readonly (number | null)[])[]>>;
}

const { values, mask, groups, expected } = JSON.parse(readFileSync(new URL("expected.json", import.meta.url), "utf8")) as Expected;
const symbols = groups.map((_, at) => `S${String(at).padStart(2, "0")}`);
const days = values.map((_, row) => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10));

const data = symbols.map((symbol) =>
  barsFrom(
    days.map((time) => ({ time, open: "1", high: "1", low: "1", close: "1" })),
    { symbol },
  ),
);

/** By symbol and day, as `pipeline.column` takes it. */
function dated<T>(rows: readonly (readonly T[])[]) {
  return Object.fromEntries(
    symbols.map((symbol, at) => [symbol, Object.fromEntries(rows.map((row, day) => [days[day] ?? "", row[at] as T]))]),
  );
}

/** Far from every value: stands for a gap, which a dated column does not have. */
const gap = 1e9;

const strategy = defineStrategy({
  warmup: "call",
  setup({ pipeline }) {
    const told = pipeline.column(dated(values.map((row) => row.map((value) => value ?? gap))));
    const factor = told.mask(told.lt(gap));
    const taken = pipeline.column(dated(mask.map((row) => row.map(Number)))).eq(1);
    const classes = pipeline.classifier(Object.fromEntries(groups.flatMap((group, at) => (group === null ? [] : [[symbols[at], group]]))));
    const kinds = { plain: {}, masked: { mask: taken }, grouped: { groupBy: classes } };
    const filters: Record<string, ReturnType<typeof factor.top>> = {};
    const factors = Object.fromEntries(
      Object.entries(kinds).flatMap(([kind, among]) => {
        filters[`within ${kind}`] = factor.percentileBetween(0.2, 0.7, among);
        filters[`top ${kind}`] = factor.top(3, among);
        return [
          ...(["ordinal", "average", "min", "max", "dense"] as const).map(
            (method) => [`${method} ${kind}`, factor.rank({ method, ...among })] as const,
          ),
          [`descending ${kind}`, factor.rank({ ascending: false, ...among })] as const,
          [`descendingAverage ${kind}`, factor.rank({ ascending: false, method: "average", ...among })] as const,
          [`zscore ${kind}`, factor.zscore(among)] as const,
          [`demean ${kind}`, factor.demean(among)] as const,
          [`winsorize ${kind}`, factor.winsorize(0.125, 0.75, among)] as const,
          [`quantiles ${kind}`, factor.quantiles(4, among)] as const,
        ];
      }),
    );
    return { factors, filters };
  },
  onBar(ctx, { factors, filters }) {
    for (const [name, factor] of Object.entries(factors)) {
      compared.add(name);
      const row = expected[name]?.[ctx.bars - 1];
      if (row === "refused") continue;
      for (const [at, symbol] of symbols.entries()) {
        const [found, wanted] = [factor.value(symbol), row?.[at] ?? Number.NaN];
        const near = Math.abs(found - wanted) <= 1e-12 * Math.max(1, Math.abs(wanted)) || (Number.isNaN(found) && Number.isNaN(wanted));
        if (!near) differences.push(`${name} of ${symbol} on ${ctx.date}: ${found}, expected ${wanted}`);
      }
    }
    for (const [name, filter] of Object.entries(filters)) {
      compared.add(name);
      const row = expected[name]?.[ctx.bars - 1] ?? [];
      const wanted = symbols.filter((_, at) => row[at] === 1);
      const found = filter.symbols.toSorted();
      if (found.join() !== wanted.join()) differences.push(`${name} on ${ctx.date}: ${found}, expected ${wanted}`);
    }
  },
});

const compared = new Set<string>();
const differences: string[] = [];

test("[U6] every kernel gives what scipy, numpy and pandas give: with ties and gaps, masked and in groups", async () => {
  await backtest({ strategy, data, calendar: "24/7" });
  expect(differences).toEqual([]);
  expect([...compared].toSorted()).toEqual(Object.keys(expected).toSorted());
});
