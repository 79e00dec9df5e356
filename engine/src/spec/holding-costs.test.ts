import { type BacktestOptions, backtest, type Context, type Decimal, defineStrategy } from "rustybt";
import { expect, test } from "vitest";
import { dailyBars } from "../testing/daily-bars.ts";
import { exactSum, exactUnits } from "./exact-sum.ts";
import { rateFile } from "./holding.ts";

const files = {
  borrow: rateFile("symbol,from,rate,available\nA,2023-01-01,0.0437,\nA,2024-01-18,0.0911,40\n*,2023-01-01,0.013,\n"),
  financing: rateFile("symbol,from,long,short\nA,2024-01-05,0.0555,-0.0123\nB,2024-01-05,0.0333,0.0011\n"),
};

/** Everything that costs, on a margin account that goes long, short and into debt. */
const charged = {
  account: { type: "margin" },
  commission: { model: "percent", rate: "0.0005", unit: "0.01", rounding: "half-up" },
  slippage: { model: "bps", bps: "2" },
  borrow: { file: files.borrow, dayCount: "actual/actual" },
  financing: { file: files.financing, dayCount: "30/360" },
  interest: { credit: "0.021", debit: "0.067", dayCount: "actual/365" },
} as const satisfies Omit<BacktestOptions, "strategy" | "data">;

const sketches = (shift: number) =>
  Array.from({ length: 40 }, (_, n): [number, number, number, number] => {
    const [open, close] = [97.03 + ((n * 7 + shift) % 13), 97.11 + ((n * 5 + shift) % 11)];
    return [open, Math.max(open, close) + 1, Math.min(open, close) - 1, close].map((price) => Number(price.toFixed(2))) as [
      number,
      number,
      number,
      number,
    ];
  });
const data = [
  dailyBars(sketches(0), "A"),
  dailyBars(
    sketches(4).map((bar, n) => (n % 9 === 5 ? null : bar)),
    "B",
  ),
];

function act(ctx: Context): void {
  if (ctx.bars === 2) ctx.order("A", -50);
  if (ctx.bars === 4) ctx.order("B", 1700);
  if (ctx.bars === 22) ctx.order("B", -2300);
  if (ctx.bars === 27) ctx.order("A", 90, { limit: 101 });
}

const strategy = defineStrategy({ name: "costly", onBar: act });

test("[M15] what a free run ends with more is the sum of all costs, to the last digit", async () => {
  const free = await backtest({ strategy, data, account: { type: "margin" }, cash: "100000", ...withRecall() });
  const paid = await backtest({ strategy, data, ...charged });
  const terms = (result: typeof free) => result.fills.map(({ orderId, quantity, t, why }) => [orderId, quantity, t, why.reference]);
  expect(terms(free)).toEqual(terms(paid));
  const { costs } = paid.summary;
  expect(Object.keys(costs)).toEqual(["commission", "rounding", "slippage", "borrow", "financing", "interest"]);
  expect(Object.values(costs).filter((cost) => cost === "0")).toEqual([]);
  expect(exactSum([free.summary.endValue, `-${paid.summary.endValue}`])).toBe(exactSum(Object.values(costs)));
});

/** The recall that the charged run has, at no cost: lenders want shares back without asking for money. */
function withRecall() {
  return { borrow: { file: rateFile("symbol,from,rate,available\nA,2023-01-01,0,\nA,2024-01-18,0,40\n") } };
}

test("[E4] postings to borrow, financing and interest are balanced and lead to the ledger", async () => {
  const { events, ledger, summary } = (await backtest({ strategy, data, ...charged })).toJSON();
  for (const kind of ["borrow", "financing", "interest"] as const) {
    const amounts = events.flatMap((event) => (event.type === "accrual" && event.kind === kind ? [event.amount] : []));
    expect(amounts.length).toBeGreaterThan(20);
    expect(exactSum(amounts)).toBe(exactUnits(summary.costs[kind] ?? ""));
    expect(ledger.balances.find(({ account }) => account === kind)?.balance).toBe(summary.costs[kind]);
  }
});

test("[E7] residues and recalls of a run that is kept at any bar and continued are those of one that never stopped", async () => {
  const whole = await backtest({ strategy, data, ...charged });
  expect(whole.orders.map(({ tag }) => tag)).toContain("recall");
  for (let bars = 1; bars < 40; bars++) {
    const taken = await backtest({ strategy, data, ...charged, snapshotAt: bars });
    const continued = await backtest({ strategy, data, ...charged, continueFrom: JSON.parse(JSON.stringify(taken.snapshot)) });
    expect([bars, continued.eventsText()]).toEqual([bars, whole.eventsText()]);
    expect(continued.summary).toEqual(whole.summary);
  }
});

test("[E20] the strategy sees the cash of the day: accruals come before the open", async () => {
  const seen: string[] = [];
  const note = (ctx: Context, when: string) => seen.push(`${when} ${ctx.date} ${(ctx.portfolio.cash as Decimal).toString()}`);
  const listening = defineStrategy({
    onOpen: (ctx) => void (ctx.date < "2024-01-05" && note(ctx, "open")),
    onBar: (ctx) => void (ctx.date < "2024-01-05" && note(ctx, "close")),
  });
  await backtest({ strategy: listening, data: dailyBars([100, 100, 100]), interest: { rate: "0.036" } });
  expect(seen).toEqual([
    "open 2024-01-02 100000",
    "close 2024-01-02 100000",
    "open 2024-01-03 100010",
    "close 2024-01-03 100010",
    "open 2024-01-04 100020.001",
    "close 2024-01-04 100020.001",
  ]);
});
