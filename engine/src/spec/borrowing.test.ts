import { backtest, type Context, defineStrategy, type Order } from "rustybt";
import { expect, test } from "vitest";
import { charges, rateFile } from "./holding.ts";
import { run, symbolBars } from "./scenario.ts";

const hundred = Array.from({ length: 7 }, () => "100 100 100 100 1000");
const margin = { account: { type: "margin" } } as const;

test("[M12] a short pays for what it borrows, over a weekend for three days", async () => {
  const { result, cash } = await run({ bars: hundred, ...margin, borrow: { rate: "0.36" }, at: { 1: (ctx) => ctx.order(-10) } });
  expect(charges(result)).toEqual([
    "01-04 borrow X 1 day of 1000 at 0.36: 1",
    "01-05 borrow X 1 day of 1000 at 0.36: 1",
    "01-08 borrow X 3 days of 1000 at 0.36: 3",
    "01-09 borrow X 1 day of 1000 at 0.36: 1",
    "01-10 borrow X 1 day of 1000 at 0.36: 1",
  ]);
  expect(cash).toEqual(["100000", "101000", "100999", "100998", "100995", "100994", "100993"]);
  expect(result.events.find(({ type }) => type === "accrual")).toMatchObject({
    dayCount: "actual/360",
    postings: [
      ["borrow", "USD", "1"],
      ["cash", "USD", "-1"],
    ],
  });
  expect(result.summary.costs).toEqual({ commission: "0", rounding: "0", slippage: "0", borrow: "7" });
  expect(result.warnings).toEqual([]);
});

test("[M12] a long position, a short future and a symbol that is not named borrow nothing", async () => {
  const none = async (settings: Parameters<typeof run>[0]) => charges((await run(settings)).result);
  const short = { 1: (ctx: Context) => ctx.order("X", -10) };
  expect(await none({ bars: hundred, ...margin, borrow: { rate: "0.36" }, at: { 1: (ctx) => ctx.order(10) } })).toEqual([]);
  const future = { instruments: { X: { assetClass: "future" } } } as const;
  expect(await none({ bars: hundred, ...margin, ...future, borrow: { rate: "0.36" }, at: short })).toEqual([]);
  expect(await none({ bars: hundred, ...margin, borrow: { rate: "0.36", symbols: ["Y"] }, at: short })).toEqual([]);
});

test("[M12] rates of a file hold from their day on, the day before decides", async () => {
  const file = rateFile("symbol,from,rate,available\nX,2024-01-05,0.72,\nX,2023-06-01,0.36,\n*,2020-01-01,9,\n");
  const { result } = await run({ bars: hundred, ...margin, borrow: { file }, at: { 1: (ctx) => ctx.order(-10) } });
  expect(charges(result)).toEqual([
    "01-04 borrow X 1 day of 1000 at 0.36: 1",
    "01-05 borrow X 1 day of 1000 at 0.36: 1",
    "01-08 borrow X 3 days of 1000 at 0.72: 6",
    "01-09 borrow X 1 day of 1000 at 0.72: 2",
    "01-10 borrow X 1 day of 1000 at 0.72: 2",
  ]);
  expect(result.manifest.borrow).toMatchObject({ file, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
});

test("[M12] what rounding leaves is carried into the next amount of the symbol", async () => {
  // 100 x 0.03 / 360 = 0.008333…: three days are 0.025 exactly.
  const { result } = await run({ bars: hundred.slice(0, 5), ...margin, borrow: { rate: "0.03" }, at: { 1: (ctx) => ctx.order(-1) } });
  const amounts = result.events.flatMap((event) => (event.type === "accrual" ? [event.amount] : []));
  expect(amounts).toEqual(["0.00833333", "0.00833334", "0.025"]);
});

test("[M12] a short is worth its last close after a split: 10 at 100 become 30 at 33.33…", async () => {
  const actions = rateFile("symbol,type,ex_date,pay_date,amount,ratio\nX,split,2024-01-05,,,3:1\n");
  const bars = [...hundred.slice(0, 3), ...Array.from({ length: 2 }, () => "30 30 30 30 1000")];
  const { result } = await run({ bars, ...margin, actions, borrow: { rate: "0.36" }, at: { 1: (ctx) => ctx.order(-10) } });
  expect(charges(result).map((charge) => charge.slice(6))).toEqual([
    "borrow X 1 day of 1000 at 0.36: 1",
    "borrow X 1 day of 1000 at 0.36: 1",
    "borrow X 3 days of 900 at 0.36: 2.7",
  ]);
});

const fifty = "symbol,from,rate,available\nX,2024-01-01,0,50\n";

test("[M12] no more is sold short than can be borrowed", async () => {
  const borrow = { file: rateFile(fifty) };
  const { orders, result } = await run({
    bars: hundred.slice(0, 4),
    ...margin,
    borrow,
    at: {
      1: (ctx) => {
        ctx.order(-60);
        ctx.order(-30);
        ctx.order(-30);
      },
      2: (ctx) => ctx.order(-21),
    },
  });
  expect(orders).toEqual(["#1 rejected noLocate", "#2 filled", "#3 canceled noLocate", "#4 rejected noLocate"]);
  expect(result.unfilled).toMatchObject([
    { order: 1, refused: { needed: "60", available: "50", of: "quantity" } },
    { order: 3, refused: { needed: "30", available: "20", of: "quantity" } },
    { order: 4, refused: { needed: "21", available: "20", of: "quantity" } },
  ]);
});

test("[M12] a sale may go through a long position into what can be borrowed; one that fits is cut to it", async () => {
  const borrow = { file: rateFile(fifty) };
  const through = await run({
    bars: hundred.slice(0, 4),
    ...margin,
    borrow,
    at: { 1: (ctx) => ctx.order(100), 2: (ctx) => [ctx.order(-151), ctx.order(-150)] },
  });
  expect(through.orders).toEqual(["#1 filled", "#2 rejected noLocate", "#3 filled"]);
  const fitting = await run({ bars: hundred.slice(0, 4), ...margin, borrow, at: { 1: (ctx) => ctx.orderTarget(-80) } });
  expect(fitting.orders).toEqual(["#1 filled noLocate"]);
  expect(fitting.result.fills[0]).toMatchObject({ quantity: "50", why: { cut: { from: "80", reason: "noLocate" } } });
});

const recalled = "symbol,from,rate,available\nX,2024-01-01,0.36,50\nX,2024-01-08,0.36,20\n";

test("[M12] what can no longer be borrowed is bought back at that open", async () => {
  const { fills, result } = await run({
    bars: hundred,
    ...margin,
    borrow: { file: rateFile(recalled) },
    at: { 1: (ctx) => ctx.order(-50) },
  });
  expect(fills).toEqual(["2: #1 sell 50 at 100 open", "5: #2 buy 30 at 100 open"]);
  expect(result.orders[1]).toMatchObject({ tag: "recall", kind: "market", at: "open", reduceOnly: true, quantity: "30" });
  // The whole short is paid for until then: 5000 x 0.36 x 3 / 360; after that 2000 x 0.36 / 360 a day.
  expect(charges(result).map((charge) => charge.split(": ")[1])).toEqual(["5", "5", "15", "2", "2"]);
});

test("[M12] a recall that volume cuts is not doubled the day after", async () => {
  const { fills } = await run({
    bars: hundred.map((bar, index) => (index < 4 ? bar : bar.replace("1000", "200"))),
    ...margin,
    fills: { volumeLimit: "0.1" },
    borrow: { file: rateFile(recalled) },
    at: { 1: (ctx) => ctx.order(-50) },
  });
  expect(fills).toEqual(["2: #1 sell 50 at 100 open", "5: #2 buy 20 at 100 open", "6: #2 buy 10 at 100 open"]);
});

test("[M12] a recall is cut to what the strategy has left of the short", async () => {
  const { fills, orders } = await run({
    bars: hundred,
    ...margin,
    borrow: { file: rateFile(recalled) },
    at: { 1: (ctx) => ctx.order(-50), 4: (ctx) => ctx.order(40) },
  });
  expect(fills).toEqual(["2: #1 sell 50 at 100 open", "5: #2 buy 40 at 100 open", "5: #3 buy 10 at 100 open"]);
  expect(orders).toEqual(["#1 filled", "#2 filled", "#3 filled reduceOnly"]);
});

test("[M12] the strategy sees a recall and cannot cancel it", async () => {
  const seen: string[] = [];
  const strategy = defineStrategy({
    onOpen(ctx) {
      for (const order of ctx.openOrders().filter(({ tag }: Order) => tag === "recall")) {
        seen.push(`open ${order.quantity} ${order.cancel()} ${order.modify({ quantity: 1 })} ${ctx.cancelAll()}`);
      }
    },
    onBar(ctx) {
      if (ctx.bars === 1) ctx.order(-50);
    },
    onFill(_ctx, _state, fill) {
      if (fill.order.tag === "recall") seen.push(`filled ${fill.quantity}`);
    },
  });
  const data = symbolBars("X", hundred);
  const result = await backtest({ strategy, data, ...margin, borrow: { file: rateFile(recalled) } });
  expect(seen).toEqual(["open 30 false false 0", "filled 30"]);
  expect(result.positions).toMatchObject([{ symbol: "X", quantity: "-20" }]);
});

test("[M12] a recall can be put off by no link", async () => {
  for (const link of ["oto", "oco", "ouo"] as const) {
    const strategy = defineStrategy({
      onOpen(ctx) {
        const recall = ctx.openOrders().find(({ tag }) => tag === "recall");
        if (recall !== undefined) ctx[link](ctx.order(30, { limit: 50 }), recall);
      },
      onBar(ctx) {
        if (ctx.bars === 1) ctx.order(-50);
      },
    });
    const borrow = { file: rateFile(recalled) };
    await expect(backtest({ strategy, data: symbolBars("X", hundred), ...margin, borrow })).rejects.toMatchObject({
      code: "order.recall",
      message: expect.stringContaining("order 2 is the engine's own, for a lender or a margin call"),
    });
  }
});

test("[M12] symbols that a file does not name are told, a short of them where it is held", async () => {
  const at = { 1: (ctx: Context) => [ctx.order("X", -1), ctx.order("Y", -1)] };
  const codes = async (text: string) => {
    const bars = { X: hundred.slice(0, 3), Y: hundred.slice(0, 3) };
    const { result } = await run({ bars, ...margin, borrow: { file: rateFile(text) }, at });
    return result.warnings.map(({ code, symbol, count }) => [code, symbol ?? "", count ?? 0]);
  };
  expect(await codes("symbol,from,rate\nX,2024-01-01,0.03\n")).toEqual([["account.shortWithoutBorrowRate", "Y", 2]]);
  expect(await codes("symbol,from,rate\n*,2024-01-04,0.03\n")).toEqual([
    ["account.shortWithoutBorrowRate", "X", 1],
    ["account.shortWithoutBorrowRate", "Y", 1],
  ]);
  expect(await codes("symbol,from,rate\nx,2024-01-04,0.03\n")).toEqual([
    ["borrow.noRate", "", 2],
    ["account.shortWithoutBorrowRate", "X", 2],
    ["account.shortWithoutBorrowRate", "Y", 2],
  ]);
  const { result } = await run({ bars: hundred.slice(0, 2), ...margin, borrow: { rate: "0.03", symbols: ["Z"] } });
  expect(result.warnings).toMatchObject([{ code: "borrow.notInRun", symbol: "Z" }]);
});

test("[M12] a recall reaches the market without latency", async () => {
  const { fills } = await run({
    bars: hundred,
    ...margin,
    latency: { submit: "20ms" },
    borrow: { file: rateFile(recalled) },
    at: { 1: (ctx) => ctx.order(-50) },
  });
  expect(fills).toEqual(["2: #1 sell 50 at 100 open", "5: #2 buy 30 at 100 open"]);
});

test("[M12] futures need no locate", async () => {
  const { result } = await run({
    bars: hundred,
    ...margin,
    instruments: { X: { assetClass: "future" } },
    borrow: { file: rateFile(fifty) },
    at: { 1: (ctx) => ctx.order(-60) },
  });
  expect(result.fills.map(({ quantity }) => quantity)).toEqual(["60"]);
  expect(result.orders.map(({ tag }) => tag)).toEqual([undefined]);
});

test("[M12] [O16] a child that begins is judged by what can be borrowed on that day", async () => {
  const lines = "symbol,from,rate,available\nX,2024-01-01,0,50\nX,2024-01-03,0,0\n";
  const { result } = await run({
    bars: hundred,
    ...margin,
    borrow: { file: rateFile(lines) },
    at: { 1: (ctx) => void ctx.oto(ctx.order(10), [{ quantity: -40, limit: 120 }]) },
  });
  expect(result.fills[0]?.t).toBe("2024-01-03T00:00:00Z");
  expect(result.orders[1]).toMatchObject({ status: "canceled", reason: "noLocate" });
});
