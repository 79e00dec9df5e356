import { expect, test } from "vitest";
import { run } from "./scenario.ts";

test("[O15] shown parts are fills of their own and go behind the other orders at their price", async () => {
  const { fills, result } = await run({
    bars: ["100 100 100 100 9000", "100 101 97 100 600", "99 100 97 98 9000"],
    fills: { volumeLimit: "0.1" },
    at: {
      1(ctx) {
        ctx.order(50, { limit: "98", display: 20 });
        ctx.order(30, { limit: "98" });
      },
    },
  });
  // A budget of 60: 20 shown, then the other order's 30, then 10 of the next part, which keeps its rest and its place.
  expect(fills).toEqual([
    "2: #1 buy 20 at 98 toLow",
    "2: #2 buy 30 at 98 toLow",
    "2: #1 buy 10 at 98 toLow",
    "3: #1 buy 10 at 98 toLow",
    "3: #1 buy 10 at 98 toLow",
  ]);
  expect(result.orders[0]).toMatchObject({ kind: "limit", display: "20" });
  expect(result.fills.map(({ id }) => id)).toEqual(["1.1", "2.1", "1.2", "1.3", "1.4"]);
});

test("[O15] two icebergs take turns, at the open as on the path", async () => {
  for (const [bar, point, price] of [
    ["97 99 96 98 700", "open", "97"],
    ["99 99 96 98 700", "toLow", "98"],
  ] as const) {
    const { fills } = await run({
      bars: ["100 100 100 100 9000", bar],
      fills: { volumeLimit: "0.1" },
      at: {
        1(ctx) {
          ctx.order(40, { limit: "98", display: 20 });
          ctx.order(40, { limit: "98", display: 10 });
        },
      },
    });
    const part = (order: number, quantity: number) => `2: #${order} buy ${quantity} at ${price} ${point}`;
    expect(fills).toEqual([part(1, 20), part(2, 10), part(1, 20), part(2, 10), part(2, 10)]);
  }
});

test("[O15] on later bars priority starts from the last replacement", async () => {
  const { fills } = await run({
    bars: ["100 100 100 100 9000", "100 101 97 100 200", "99 100 97 98 250"],
    fills: { volumeLimit: "0.1" },
    at: {
      1: (ctx) => ctx.order(60, { limit: "98", display: 20 }),
      2: (ctx) => ctx.order(10, { limit: "98" }),
    },
  });
  expect(fills).toEqual(["2: #1 buy 20 at 98 toLow", "3: #2 buy 10 at 98 toLow", "3: #1 buy 15 at 98 toLow"]);
});

test("[O15] only a plain limit order can show a part of itself, at most the whole", async () => {
  for (const [options, message] of [
    [{ display: 5 }, "X: display 5 needs limit"],
    [{ display: 5, limit: 9, at: "open" }, 'X: display 5 cannot stand beside at "open"'],
    [{ display: 50, limit: 9 }, "display 50 is not between 0 and the order's quantity 10"],
    [{ display: 5, limit: 9, tif: "FOK" }, "display is for plain limit orders of a fixed quantity, not FOK"],
  ] as const) {
    const made = run({ bars: ["10 10 10 10"], at: { 1: (ctx) => ctx.order(10, options as object) } });
    await expect(made).rejects.toMatchObject({ code: "order.option", message: expect.stringContaining(message) });
  }
});
