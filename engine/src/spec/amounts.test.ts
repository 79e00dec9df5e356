import { expect, test } from "vitest";
import { run } from "./scenario.ts";

const flat = "100 100 100 100";
const bars = [flat, flat];

test("[O1] a share of equity is a fraction", async () => {
  const { fills } = await run({ bars, at: { 1: (ctx) => ctx.orderTargetPercent("0.5") } });
  expect(fills).toEqual(["2: #1 buy 500 at 100 open"]);
});

test("[O2] a fractional share is an error that shows the value", async () => {
  await expect(run({ bars, at: { 1: (ctx) => ctx.order(1.5) } })).rejects.toMatchObject({
    name: "OrderError",
    message: expect.stringContaining("1.5"),
  });
});

test("[O2] a price off the tick is an error that shows price and tick", async () => {
  await expect(run({ bars, at: { 1: (ctx) => ctx.order(1, { limit: "10.005" }) } })).rejects.toMatchObject({
    name: "OrderError",
    message: expect.stringMatching(/10\.005.*0\.01/s),
  });
});

test("[O2] a price with a stray fifteenth digit is an error, never rounded", async () => {
  await expect(run({ bars, at: { 1: (ctx) => ctx.order(1, { limit: 0.1 + 0.2 }) } })).rejects.toMatchObject({
    name: "OrderError",
    message: expect.stringContaining("0.30000000000000004"),
  });
});

test.each([0, Number.NaN, Number.POSITIVE_INFINITY, "ten", ""])("[O2] %j is no quantity", async (quantity) => {
  await expect(run({ bars, at: { 1: (ctx) => ctx.order(quantity) } })).rejects.toMatchObject({ name: "OrderError" });
});

test("[O2] an unknown symbol is an error that names those of the run", async () => {
  await expect(run({ bars, at: { 1: (ctx) => ctx.order("Y", 1) } })).rejects.toMatchObject({
    name: "OrderError",
    message: expect.stringContaining("Y"),
  });
});

test("[O2] with several symbols an order must name one, and the error lists them", async () => {
  await expect(run({ bars: { A: bars, B: bars }, at: { 1: (ctx) => ctx.order(1) } })).rejects.toMatchObject({
    name: "OrderError",
    message: expect.stringMatching(/A.*B/s),
  });
});

test("[O2] a number is read as its shortest decimal", async () => {
  const { fills } = await run({ bars: ["0.1 0.1 0.1 0.1", "0.2 0.2 0.1 0.1"], at: { 1: (ctx) => ctx.order(3, { limit: 0.1 }) } });
  expect(fills).toEqual(["2: #1 buy 3 at 0.1 toLow"]);
});

test("[O3] closing when flat does nothing and returns undefined", async () => {
  const returned: unknown[] = [];
  const { orders } = await run({ bars, at: { 1: (ctx) => returned.push(ctx.close()) } });
  expect(returned).toEqual([undefined]);
  expect(orders).toEqual([]);
});

test("[O3] a target that needs nothing returns undefined", async () => {
  const returned: unknown[] = [];
  const { orders } = await run({
    bars: [flat, flat, flat],
    at: { 1: (ctx) => ctx.order(100), 2: (ctx) => returned.push(ctx.orderTarget(100), ctx.orderTargetPercent("0.1")) },
  });
  expect(returned).toEqual([undefined, undefined]);
  expect(orders).toEqual(["#1 filled"]);
});

test("[O3] closing twice sells the position once", async () => {
  const returned: unknown[] = [];
  const { fills, orders } = await run({
    bars: [flat, flat, flat],
    at: {
      1: (ctx) => ctx.order(100),
      2: (ctx) => {
        ctx.close();
        returned.push(ctx.close());
      },
    },
  });
  expect(returned).toEqual([undefined]);
  expect(fills[1]).toBe("3: #2 sell 100 at 100 open");
  expect(orders).toEqual(["#1 filled", "#2 filled"]);
});

test("[O3] close leaves other orders alone", async () => {
  const { orders } = await run({
    bars: [flat, flat, flat, flat],
    at: {
      1: (ctx) => ctx.order(100),
      2: (ctx) => {
        ctx.order(10, { limit: "90" });
        ctx.close();
      },
    },
  });
  expect(orders).toEqual(["#1 filled", "#2 accepted", "#3 filled"]);
});

test("[O3] closing never opens: earlier closes may cover more than is left", async () => {
  const returned: unknown[] = [];
  const { fills } = await run({
    bars: [flat, "100 100 100 100 5000", "100 100 100 100 300", "100 100 100 100 0"],
    fills: { volumeLimit: "0.1" },
    at: {
      1: (ctx) => ctx.order(100),
      2: (ctx) => {
        ctx.order(-50);
        ctx.close();
      },
      // The first order has sold 30 of the budget of 30: 70 are left, and the close still means 100.
      3: (ctx) => returned.push(ctx.close()),
    },
  });
  expect(fills).toEqual(["2: #1 buy 100 at 100 open", "3: #2 sell 30 at 100 open"]);
  expect(returned).toEqual([undefined]);
});

test("[O4] a target counts position and open orders", async () => {
  const { fills } = await run({
    bars: [flat, flat, flat, flat],
    at: {
      1: (ctx) => ctx.order(100),
      2: (ctx) => {
        ctx.order(50);
        ctx.orderTarget(300);
      },
    },
  });
  expect(fills).toEqual(["2: #1 buy 100 at 100 open", "3: #2 buy 50 at 100 open", "3: #3 buy 150 at 100 open"]);
});

test("[O4] a target below the position sells the difference", async () => {
  const { fills } = await run({
    bars: [flat, flat, flat],
    at: { 1: (ctx) => ctx.order(100), 2: (ctx) => ctx.orderTarget(30) },
  });
  expect(fills[1]).toBe("3: #2 sell 70 at 100 open");
});

test("[O4] a value buys whole lots toward zero, without looking at the position", async () => {
  const { fills } = await run({
    bars: ["7 7 7 7", "7 7 7 7", "7 7 7 7"],
    at: { 1: (ctx) => ctx.orderValue("100"), 2: (ctx) => ctx.orderValue("100") },
  });
  expect(fills).toEqual(["2: #1 buy 14 at 7 open", "3: #2 buy 14 at 7 open"]);
});

test("[O4] a weight stays an exact fraction until the lot rounding", async () => {
  const bar = "7 7 7 7";
  const third = await run({ cash: "1000", bars: [bar, bar], at: { 1: (ctx) => ctx.orderTargetPercent({ num: 1, den: 3 }) } });
  expect(third.fills).toEqual(["2: #1 buy 47 at 7 open"]);
  // 2100 / 3 = 700 buys exactly 100; a third kept as a decimal would buy 99.
  const exact = await run({ cash: "2100", bars: [bar, bar], at: { 1: (ctx) => ctx.orderTargetPercent({ num: 1, den: 3 }) } });
  expect(exact.fills).toEqual(["2: #1 buy 100 at 7 open"]);
});

test("[O4] an order that fits is cut to what cash allows, with the reason", async () => {
  const { fills, result, endCash } = await run({
    cash: "1000",
    bars: ["10 10 10 10", "10.5 10.5 10.5 10.5"],
    at: { 1: (ctx) => ctx.orderTargetPercent("1") },
  });
  expect(fills).toEqual(["2: #1 buy 95 at 10.5 open"]);
  expect(result.fills[0]?.why.cut).toEqual({ from: "100", reason: "insufficientCash" });
  expect(result.orders[0]).toMatchObject({ status: "filled", quantity: "100", filled: "95", reason: "insufficientCash" });
  expect(endCash).toBe("2.5");
});

test("[O4] the cut leaves room for the fee", async () => {
  const { fills, fees, endCash } = await run({
    cash: "1000",
    commission: { model: "percent", rate: "0.01" },
    bars: ["10 10 10 10", "10.5 10.5 10.5 10.5"],
    at: { 1: (ctx) => ctx.orderTargetPercent("1") },
  });
  expect(fills).toEqual(["2: #1 buy 94 at 10.5 open"]);
  expect(fees).toEqual(["9.87"]);
  expect(endCash).toBe("3.13");
});

test("[O4] the cut leaves room for a fee with a minimum", async () => {
  // 95 shares cost 997.5 and leave 2.5 for a fee of at least 5: 94 cost 987 and leave 13.
  const { fills, endCash } = await run({
    cash: "1000",
    commission: { model: "perShare", rate: "0.01", minimum: "5" },
    bars: ["10 10 10 10", "10.5 10.5 10.5 10.5"],
    at: { 1: (ctx) => ctx.orderTargetPercent("1") },
  });
  expect(fills).toEqual(["2: #1 buy 94 at 10.5 open"]);
  expect(endCash).toBe("8");
});

test("[O4] a plain quantity that cannot be paid is cancelled whole", async () => {
  const { fills, orders, endCash } = await run({
    cash: "1000",
    bars: ["10 10 10 10", "10.5 10.5 10.5 10.5"],
    at: { 1: (ctx) => ctx.order(100) },
  });
  expect(fills).toEqual([]);
  expect(orders).toEqual(["#1 canceled insufficientCash"]);
  expect(endCash).toBe("1000");
});

test("[O6] nearest takes ties away from zero, down and up keep their direction", async () => {
  const seen: string[] = [];
  await run({
    bars,
    at: {
      1: (ctx) => {
        for (const price of ["10.005", "10.004", "-10.005"]) seen.push(ctx.tick(price, "nearest").toString());
        seen.push(ctx.tick("10.009", "down").toString(), ctx.tick("10.001", "up").toString(), ctx.tick(0.1 + 0.2, "nearest").toString());
      },
    },
  });
  expect(seen).toEqual(["10.01", "10", "-10.01", "10", "10.01", "0.3"]);
});

test("[O4] a target leaves bracket children out of the open orders", async () => {
  const { fills } = await run({
    bars: [flat, flat, flat],
    at: { 1: (ctx) => ctx.bracket(100, { takeProfit: "110", stopLoss: "90" }), 2: (ctx) => ctx.orderTarget(130) },
  });
  expect(fills).toEqual(["2: #1 buy 100 at 100 open", "3: #4 buy 30 at 100 open"]);
});

test("[O4] on a cash account a fitting sale is cut to the position", async () => {
  const { fills, result } = await run({
    bars: [flat, flat, "100 101 94 96"],
    at: {
      1: (ctx) => ctx.order(100),
      2: (ctx) => {
        ctx.order(-60);
        ctx.orderValue("-8000");
      },
    },
  });
  expect(fills.slice(1)).toEqual(["3: #2 sell 60 at 100 open", "3: #3 sell 40 at 100 open"]);
  expect(result.fills[2]?.why.cut).toEqual({ from: "80", reason: "shortNotAllowed" });
  expect(result.orders[2]).toMatchObject({ status: "filled", quantity: "80", filled: "40", reason: "shortNotAllowed" });
});
