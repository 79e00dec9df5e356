import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { day, run, type Scenario, type Script } from "./scenario.ts";

/** Runs a scenario with the rows of an action file, `type,ex day,pay day,amount,ratio` with days numbered as bars are. */
function runWithActions(scenario: Omit<Scenario, "actions">, ...rows: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "actions-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const lines = rows.map((row) => {
    const [type = "", ex = "", pay = "", amount = "", ratio = ""] = row.split(",");
    return ["X", type, day(Number(ex)), pay && day(Number(pay)), amount, ratio].join(",");
  });
  const path = join(folder, "actions.csv");
  writeFileSync(path, ["symbol,type,ex_date,pay_date,amount,ratio", ...lines, ""].join("\n"));
  return run({ ...scenario, actions: path });
}

const ten = "10 10 10 10";
const buy100: Script = { 1: (ctx) => ctx.order(100) };

test("[M5] a dividend is a receivable from ex and cash on the pay day", async () => {
  const { cash, equity } = await runWithActions({ bars: [ten, ten, ten, ten, ten], at: buy100 }, "dividend,3,5,0.5,");
  expect(cash).toEqual(["100000", "99000", "99000", "99000", "99050"]);
  expect(equity).toEqual(["100000", "100000", "100050", "100050", "100050"]);
});

test("[M5] without a pay day a dividend is cash on ex", async () => {
  const { cash } = await runWithActions({ bars: [ten, ten, ten], at: buy100 }, "dividend,3,,0.5,");
  expect(cash).toEqual(["100000", "99000", "99050"]);
});

test("[M5] who buys at the open of ex gets nothing, who sells there still does", async () => {
  const late = await runWithActions({ bars: [ten, ten, ten], at: buy100 }, "dividend,2,,0.5,");
  expect(late.endCash).toBe("99000");
  const sold = await runWithActions({ bars: [ten, ten, ten, ten], at: { ...buy100, 2: (ctx) => ctx.close() } }, "dividend,3,4,0.5,");
  expect(sold.cash).toEqual(["100000", "99000", "100000", "100050"]);
});

test("[M5] a short owes the dividend from ex on", async () => {
  const { equity, cash } = await runWithActions(
    { bars: [ten, ten, ten, ten], account: { type: "margin" }, at: { 1: (ctx) => ctx.order(-100) } },
    "dividend,3,4,0.5,",
  );
  expect(equity).toEqual(["100000", "100000", "99950", "99950"]);
  expect(cash).toEqual(["100000", "101000", "101000", "100950"]);
});

test("[M5] an ex day without a bar acts at the symbol's next bar", async () => {
  const { equity } = await runWithActions({ bars: [ten, ten, null, ten], at: buy100 }, "dividend,3,,0.5,");
  expect(equity).toEqual(["100000", "100000", "100050"]);
});

test("[M6] a split multiplies the shares and keeps their cost", async () => {
  const { result, equity, positions } = await runWithActions(
    { bars: ["700 700 700 700", "700 700 700 700", "100 100 100 100"], at: { 1: (ctx) => ctx.order(10) } },
    "split,3,,,7:1",
  );
  expect(positions).toEqual({ X: "70" });
  expect(result.positions[0]).toMatchObject({ averagePrice: "100", lots: [{ quantity: "70", cost: "7000" }] });
  expect(equity).toEqual(["100000", "100000", "100000"]);
});

test("[M6] an open order is adjusted by the exact ratio", async () => {
  const { fills } = await runWithActions(
    { bars: ["700 700 700 700", "700 700 700 700", "100 100 89 95"], at: { 1: (ctx) => ctx.order(10, { limit: "630" }) } },
    "split,3,,,7:1",
  );
  expect(fills).toEqual(["3: #1 buy 70 at 90 toLow"]);
});

test("[M6] a pending market order is adjusted too", async () => {
  const { fills } = await runWithActions(
    { bars: ["700 700 700 700", "100 100 100 100"], at: { 1: (ctx) => ctx.order(10) } },
    "split,2,,,7:1",
  );
  expect(fills).toEqual(["2: #1 buy 70 at 100 open"]);
});

test("[M6] a trailing amount and its reference are adjusted", async () => {
  const { fills } = await runWithActions(
    {
      bars: ["700 700 700 700", "700 700 700 700", "700 714 700 714", "102 102 97 98"],
      at: { 1: (ctx) => ctx.order(10), 2: (ctx) => ctx.order(-10, { trail: "21" }) },
    },
    "split,4,,,7:1",
  );
  // Reference 714 becomes 102 and the amount 3: the level is 99.
  expect(fills[1]).toBe("4: #2 sell 70 at 99 toLow");
});

test("[M6] a trailing level stays exact where a split leaves fractions that do not end", async () => {
  const { fills } = await runWithActions(
    {
      bars: ["100 100 100 100", "100 100 100 100", "100 110 100 110", "36 36 34 35"],
      at: { 1: (ctx) => ctx.order(10), 2: (ctx) => ctx.order(-10, { trail: "5" }) },
    },
    "split,4,,,3:1",
  );
  // Reference 110/3, amount 5/3: the level is 35.
  expect(fills[1]).toBe("4: #2 sell 30 at 35 toLow");
});

test("[M6] an order that has filled in part keeps that part, and its rest is multiplied", async () => {
  const { fills, result } = await runWithActions(
    {
      bars: ["700 700 700 700 5000", "700 700 700 700 400", "100 100 100 100 50000"],
      fills: { volumeLimit: "0.1" },
      at: { 1: (ctx) => ctx.order(100) },
    },
    "split,3,,,7:1",
  );
  expect(fills).toEqual(["2: #1 buy 40 at 700 open", "3: #1 buy 420 at 100 open"]);
  expect(result.orders[0]).toMatchObject({ status: "filled", quantity: "460", filled: "460" });
});

test("[M6] children that wait for their entry are adjusted with it", async () => {
  const { result } = await runWithActions(
    {
      bars: ["700 700 700 700", "700 700 700 700", "100 100 100 100"],
      at: { 1: (ctx) => ctx.bracket(10, { entry: "630", takeProfit: "770", stopLoss: "560" }) },
    },
    "split,3,,,7:1",
  );
  expect(result.orders.map((order) => [order.status, order.quantity, order.limit ?? order.stop])).toEqual([
    ["accepted", "70", "90"],
    ["initialized", "70", "110"],
    ["initialized", "70", "80"],
  ]);
});

test("[O5] what an open order sets aside survives a split", async () => {
  const { orders } = await runWithActions(
    {
      cash: "1000",
      bars: ["20 20 20 20", "20 20 20 20", "10 10 10 10", "10 10 10 10"],
      at: { 1: (ctx) => ctx.order(40, { trail: "4" }), 3: (ctx) => ctx.order(20) },
    },
    "split,3,,,2:1",
  );
  // 80 shares at 10 set aside 800 as 40 at 20 did; 200 are left for 20 shares.
  expect(orders).toEqual(["#1 accepted", "#2 filled"]);
});

test("[O5] what an order that fills in part on the day of a split sets aside is at the divided close", async () => {
  const { orders } = await runWithActions(
    {
      cash: "1000",
      bars: ["20 20 20 20 100", "20 20 20 20 100", "10 10 10 10 100", "10 10 10 10 100"],
      fills: { volumeLimit: "0.1" },
      at: { 1: (ctx) => ctx.order(40), 3: (ctx) => ctx.order(20, { limit: "10" }) },
    },
    "split,3,,,2:1",
  );
  // 10 at 20, then 10 of the 60 that are left at 10: cash 700, and 50 at 10 set aside 500.
  expect(orders).toEqual(["#1 partiallyFilled", "#2 accepted"]);
});

test("[M6] an order off its tick after a split is cancelled with the reason", async () => {
  const { orders, fills } = await runWithActions(
    { bars: ["700 700 700 700", "700 700 700 700", "90 90 90 90"], at: { 1: (ctx) => ctx.order(10, { limit: "650" }) } },
    "split,3,,,7:1",
  );
  expect(orders).toEqual(["#1 canceled offTickAfterSplit"]);
  expect(fills).toEqual([]);
});

test("[M6] an order off its lot after a split is cancelled with the reason", async () => {
  const { orders } = await runWithActions(
    { bars: [ten, ten, "100 100 100 100"], at: { 1: (ctx) => ctx.order(15, { limit: "5" }) } },
    "split,3,,,1:10",
  );
  expect(orders).toEqual(["#1 canceled offLotAfterSplit"]);
});

test("[M6] a fraction after a reverse split is paid in cash at the last close", async () => {
  const { positions, cash, equity, result } = await runWithActions(
    { bars: ["20 20 20 20", "20 20 20 20", "200 200 200 200"], at: { 1: (ctx) => ctx.order(15) } },
    "split,3,,,1:10",
  );
  expect(positions).toEqual({ X: "1" });
  expect(cash).toEqual(["100000", "99700", "99800"]);
  expect(equity).toEqual(["100000", "100000", "100000"]);
  expect(result.trades.map((trade) => [trade.quantity, trade.exitPrice, trade.grossPnl, trade.why])).toEqual([
    ["0.5", "200", "0", "cashInLieu"],
  ]);
});

test("[M6] the actions of a day apply in the order of the file", async () => {
  const scenario = { bars: [ten, ten, "5 5 5 5"], at: buy100 };
  // 100 shares get 0.5 before the split, 200 shares after it.
  expect((await runWithActions(scenario, "dividend,3,,0.5,", "split,3,,,2:1")).endCash).toBe("99050");
  expect((await runWithActions(scenario, "split,3,,,2:1", "dividend,3,,0.5,")).endCash).toBe("99100");
});

test("[M6] actions before the first or after the last bar of the data do not act and are named in a warning", async () => {
  const { result, positions } = await runWithActions(
    { bars: [null, null, ten, ten, null], at: { 1: (ctx) => ctx.order(100) } },
    "dividend,1,,0.5,",
    "split,2,,,2:1",
    "split,5,,,7:1",
  );
  expect(positions).toEqual({ X: "100" });
  expect(result.actions).toEqual([]);
  const file = result.manifest.config.actions as string;
  expect(result.warnings).toEqual([
    {
      code: "actions.outsideData",
      symbol: "X",
      count: 2,
      message: `2 corporate actions of X in ${file} lie before its first bar on 2024-01-04 and did not act: ex 2024-01-02, 2024-01-03. Check the dates, or give prices that reach them.`,
      context: { file, exDates: ["2024-01-02", "2024-01-03"] },
    },
    {
      code: "actions.outsideData",
      symbol: "X",
      count: 1,
      message: `1 corporate action of X in ${file} lies after its last bar on 2024-01-05 and did not act: ex 2024-01-08. Check the dates, or give prices that reach them.`,
      context: { file, exDates: ["2024-01-08"] },
    },
  ]);
});

test("[M6] actions on days that only from and to leave out are not mentioned", async () => {
  const { result } = await runWithActions(
    { bars: [ten, ten, ten, ten], from: day(2), to: day(3) },
    "dividend,1,,0.5,",
    "dividend,3,,0.5,",
    "dividend,4,,0.5,",
  );
  expect(result.actions).toMatchObject([]);
  expect(result.warnings).toEqual([]);
});
test("[O12] a split divides the price to touch, [O18] the activation price and the limit distance", async () => {
  const { result } = await runWithActions(
    {
      bars: ["700 700 700 700", "700 700 700 700", "100 100 100 100"],
      at: {
        1: (ctx) => {
          ctx.order(10, { ifTouched: "630" });
          ctx.order(10, { ifTouched: "631" });
          ctx.order(10, { trail: "70", activation: "560", trailLimit: "7" });
        },
      },
    },
    "split,3,,,7:1",
  );
  expect(result.orders.map((order) => order.reason ?? order.status)).toEqual(["accepted", "offTickAfterSplit", "accepted"]);
  expect(result.orders[0]).toMatchObject({ quantity: "70", ifTouched: "90" });
  expect(result.orders[2]).toMatchObject({ trail: "10", activation: "80", trailLimit: "1" });
});
test("[O13] a split divides the limit that a first fill has set, rounded against the trader, on no tick", async () => {
  const { result } = await runWithActions(
    {
      bars: ["700 700 700 700 9000", "700.1 702 700 701 400", "101 101 101 101 9000"],
      fills: { volumeLimit: "0.1" },
      at: { 1: (ctx) => ctx.order(100, { marketToLimit: true }) },
    },
    "split,3,,,7:1",
  );
  // 700.1 / 7 = 100.0142857…: the price scale has 8 decimals, a buy is rounded up.
  expect(result.orders[0]).toMatchObject({ status: "partiallyFilled", limit: "100.01428572" });
});

test("[M6] a split multiplies children that wait and children that are active", async () => {
  const { fills, result } = await runWithActions(
    {
      bars: ["100 100 100 100 9000", "98 98 98 98 400", "49 49 49 49 1200", "51 52 51 52 9000"],
      fills: { volumeLimit: "0.1" },
      at: {
        1: (ctx) =>
          ctx.oto(ctx.order(100, { limit: "98" }), [
            { quantity: -50, limit: "102", display: 10 },
            { quantity: -3, limit: "104" },
          ]),
      },
    },
    "split,3,,,2:1",
  );
  // 40 of 100 bought: 20 of 50 and 1 of 3. After 2:1 the rest of the parent is 120, of which bar 3 fills all.
  expect(fills.slice(0, 2)).toEqual(["2: #1 buy 40 at 98 open", "3: #1 buy 120 at 49 open"]);
  expect(result.orders.map(({ quantity, limit }) => [quantity, limit])).toEqual([
    ["160", "49"],
    ["100", "51"],
    ["6", "52"],
  ]);
  expect(fills.slice(2)).toEqual([...Array(5).fill("4: #2 sell 20 at 51 open"), "4: #3 sell 6 at 52 toHigh"]);
});

test("[M6] a split multiplies what an iceberg shows", async () => {
  const { fills } = await runWithActions(
    {
      bars: ["100 100 100 100 9000", "100 100 98 99 500", "49 49 49 49 9000"],
      fills: { volumeLimit: "0.1" },
      at: { 1: (ctx) => ctx.order(100, { limit: "98", display: 40 }) },
    },
    "split,3,,,2:1",
  );
  // 40 and 10 of 100 are bought; of the second part 30 are left, 60 after the split, and of the order 40 more.
  expect(fills).toEqual(["2: #1 buy 40 at 98 toLow", "2: #1 buy 10 at 98 toLow", "3: #1 buy 60 at 49 open", "3: #1 buy 40 at 49 open"]);
});

test("[M6] two orders that update each other are split alike", async () => {
  const { fills, orders } = await runWithActions(
    {
      bars: ["100 100 100 100 9000", "100 100 100 100 9000", "55 55 50 51 1000", "50 50 45 46 9000"],
      fills: { volumeLimit: "0.1" },
      at: {
        1: (ctx) => ctx.order(100),
        2: (ctx) => ctx.ouo(ctx.order(-100, { limit: "110" }), ctx.order(-100, { stop: "90" })),
      },
    },
    "split,3,,,2:1",
  );
  // 200 shares at limit 55 and stop 45: the limit sells 100, the stop the other 100.
  expect(fills).toEqual(["2: #1 buy 100 at 100 open", "3: #2 sell 100 at 55 open", "4: #3 sell 100 at 45 toLow"]);
  expect(orders).toEqual(["#1 filled", "#2 canceled ouoClosed", "#3 filled"]);
});

test("[M6] a margin account judges a child that begins on the day of a split by new shares and the divided close", async () => {
  const { fills, orders } = await runWithActions(
    {
      cash: "1000",
      account: { type: "margin" },
      bars: ["10 10 10 10", "10 10 10 10", "5 5 4 5", "5 5 5 5"],
      at: {
        1: (ctx) => ctx.order(100),
        2: (ctx) => ctx.oto(ctx.order(2, { limit: "9" }), { quantity: 50, limit: "8" }),
      },
    },
    "split,3,,,2:1",
  );
  // 200 shares at 5 hold 500 of the equity of 1000: the child's 100 at 4 need 200.
  expect(fills).toEqual(["2: #1 buy 100 at 10 open", "3: #2 buy 4 at 4.5 toLow", "3: #3 buy 100 at 4 toLow"]);
  expect(orders).toEqual(["#1 filled", "#2 filled", "#3 filled"]);
});
