import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context, Order } from "rustybt";
import { expect, onTestFinished, test } from "vitest";
import { minutes } from "./latency-scenario.ts";
import { run } from "./scenario.ts";

const flat = (count: number, bar = "100 100 100 100"): string[] => Array.from({ length: count }, () => bar);
/** A file that is gone after the test. */
function fixture(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "latency-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "file.csv");
  writeFileSync(path, text);
  return path;
}

const rising = ["100 100 100 100", "101 101 101 101", "102 102 102 102", "103 103 103 103", "104 104 104 104"];

test("[F12] on minute bars an order that takes 20 ms misses the bar that opens at once and fills in the one after", async () => {
  const { lives, fills } = await minutes({ bars: rising, latency: { submit: "20ms" }, at: { 1: (ctx) => ctx.order(10) } });
  expect(lives).toEqual([["1 submitted takes 20", "3 accepted arrived", "3 filled"]]);
  expect(fills).toEqual(["3: #1 10 at 102 open"]);
});

test("[F12] on daily bars the night is long enough, and a latency beyond it waits for the next session", async () => {
  const fills = async (submit: string) => (await run({ bars: rising, latency: { submit }, at: { 1: (ctx) => ctx.order(10) } })).fills;
  // XNYS closes at 21:00Z and opens at 14:30Z: 17.5 hours.
  expect(await fills("20ms")).toEqual(["2: #1 buy 10 at 101 open"]);
  expect(await fills("17.5h")).toEqual(["2: #1 buy 10 at 101 open"]);
  expect(await fills("63000.000001s")).toEqual(["3: #1 buy 10 at 102 open"]);
});

test("[F12] where there is no session a daily bar lasts from midnight to midnight", async () => {
  const instruments = { "*": { assetClass: "crypto" } } as const;
  const fills = async (submit: string) =>
    (await run({ bars: rising, instruments, latency: { submit }, at: { 1: (ctx) => ctx.order(10) } })).fills;
  expect(await fills("1us")).toEqual(["3: #1 buy 10 at 102 open"]);
  // From the midnight after Tuesday to that after Friday, when no bar is left: Monday's is the next one.
  expect(await fills("48h")).toEqual(["4: #1 buy 10 at 103 open"]);
});

test("[F12] zero latency of every kind gives the bytes of a run without the setting", async () => {
  const at = { 1: (ctx: Context) => ctx.order(10, { limit: 99 }) };
  const free = await minutes({ bars: rising, at });
  const zero = await minutes({
    bars: rising,
    at,
    latency: { submit: "0ms", cancel: { model: "uniform", min: "0us", max: "0s" }, modify: { network: "0ms" }, ack: null },
  });
  expect(zero.result.hash).toBe(free.result.hash);
  expect(zero.result.manifest.latency).toBeUndefined();
});

test("[F12] a bare duration is that of orders, cancels and changes, and the legs of a way add up", async () => {
  const all = await minutes({ bars: rising, latency: "1.5s", at: { 1: (ctx) => ctx.order(10) } });
  expect(all.result.manifest.config.latency).toEqual({ submit: "1.5s", cancel: "1.5s", modify: "1.5s", ack: null, seed: null });
  const legs = { network: "5ms", broker: "50ms", exchange: "250us" };
  const { lives } = await minutes({ bars: rising, latency: { submit: legs }, at: { 1: (ctx) => ctx.order(10) } });
  expect(lives[0]?.[0]).toBe("1 submitted takes 55.25");
});

test("[F12] what is cancelled can fill until the cancel arrives", async () => {
  const at = {
    1: (ctx: Context) => void ctx.order(10, { limit: 95 }),
    2: (ctx: Context) => void ctx.openOrders()[0]?.cancel(),
  };
  const late = await minutes({ bars: [...flat(2), "100 100 95 96", "96 96 96 96"], latency: { cancel: "30s" }, at });
  expect(late.lives).toEqual([["1 accepted", "2 pendingCancel takes 30000", "3 filled"]]);
  const early = await minutes({ bars: [...flat(3), "100 100 95 96"], latency: { cancel: "30s" }, at });
  expect(early.lives).toEqual([["1 accepted", "2 pendingCancel takes 30000", "4 canceled userCancel arrived"]]);
  expect(early.fills).toEqual([]);
});

test("[F12] a second cancel, or a change of what is being cancelled, is not sent", async () => {
  const said: unknown[] = [];
  await minutes({
    bars: flat(4),
    latency: { cancel: "90s", modify: "90s" },
    at: {
      1: (ctx) => ctx.order(10, { limit: 95 }),
      2(ctx) {
        const [order] = ctx.openOrders();
        said.push(order?.cancel(), order?.status, order?.cancel(), order?.modify({ limit: 94 }));
      },
    },
  });
  expect(said).toEqual([true, "pendingCancel", false, false]);
});

test("[F12] a change holds from the bar it arrives at, the old terms until then", async () => {
  const at = {
    1: (ctx: Context) => void ctx.order(10, { limit: 95 }),
    2: (ctx: Context) => void ctx.openOrders()[0]?.modify({ limit: 98 }),
  };
  const { lives, fills } = await minutes({ bars: [...flat(2), "100 100 97 100", "100 100 97 100"], latency: { modify: "30s" }, at });
  expect(lives).toEqual([["1 accepted", "2 pendingReplace takes 30000", "4 accepted arrived", "4 filled"]]);
  expect(fills).toEqual(["4: #1 10 at 98 toLow"]);
});

test("[F12] [F1] an order that thisClose could not fill, and whose change has arrived, fills at the open after that", async () => {
  const { fills, result } = await minutes({
    bars: ["100 100 100 100 0", "101 101 101 101 0", "102 102 102 102 100"],
    fills: { market: "thisClose", volumeLimit: "0.5" },
    latency: { modify: "1s" },
    at: {
      1(ctx) {
        ctx.order(10).modify({ quantity: 5 });
      },
    },
  });
  expect(fills).toEqual(["3: #1 5 at 102 open"]);
  expect(result.fills[0]?.why.rule).toBe("nextOpen");
});

test("[F12] a change to less than what has filled meanwhile is refused, and the order stays as it was", async () => {
  const { lives, result } = await minutes({
    bars: ["100 100 100 100 1000", "100 100 100 100 400", "100 100 100 100 100", "100 100 100 100 9000"],
    fills: { volumeLimit: "0.1" },
    latency: { modify: "30s" },
    at: {
      1(ctx) {
        const order = ctx.order(100);
        order?.modify({ quantity: 40 });
      },
    },
  });
  // 40 at the open of bar 2; in bar 3 the change to 40 finds them filled, and 10 more fill.
  expect(lives).toEqual([
    [
      "1 accepted",
      "1 pendingReplace takes 30000",
      "2 partiallyFilled",
      "3 partiallyFilled arrived refused tooLate",
      "3 partiallyFilled",
      "4 filled",
    ],
  ]);
  expect(result.orders[0]?.quantity).toBe("100");
});

test("[F12] the account judges an order when it is sent and again when it arrives", async () => {
  const { lives, result } = await minutes({
    bars: ["10 10 10 10", "10 10 10 10", "20 20 20 20", "20 20 20 20"],
    cash: 1000,
    latency: { submit: "70s" },
    at: {
      1(ctx) {
        ctx.order(101); // 1010 of 1000: refused before it leaves
        ctx.order(60); // sets 600 aside on its way
        ctx.order(41); // 410 of 400
        ctx.order(40);
      },
    },
  });
  // 70 s after 14:31 is 14:32:10: bar 4 opens at 14:33, when the last close is 20 and 60 cost 1200, 40 cost 800.
  expect(lives).toEqual([
    ["1 rejected insufficientCash"],
    ["1 submitted takes 70000", "4 rejected insufficientCash arrived"],
    ["1 rejected insufficientCash"],
    ["1 submitted takes 70000", "4 accepted arrived", "4 filled"],
  ]);
  const told = result.unfilled?.find(({ order }) => order === 2)?.refused;
  expect(told).toMatchObject({ t: "2024-01-02T14:33:00Z", needed: "1200" });
});

test("[F12] messages about one order keep their order: a fast cancel arrives with the slow order it follows", async () => {
  const { lives } = await minutes({
    bars: flat(4),
    latency: { submit: "90s", cancel: "1ms" },
    at: { 1: (ctx) => void ctx.order(10)?.cancel() },
  });
  expect(lives).toEqual([["1 submitted takes 90000", "1 pendingCancel takes 1", "4 accepted arrived", "4 canceled userCancel arrived"]]);
});

test("[F12] an order for which no bar opens any more stays submitted, and closeAtEnd expires it", async () => {
  const at = { 3: (ctx: Context) => void ctx.order(10) };
  const open = await minutes({ bars: flat(4), latency: { submit: "61s" }, at });
  expect(open.lives).toEqual([["3 submitted takes 61000"]]);
  const closed = await minutes({ bars: flat(4), latency: { submit: "61s" }, closeAtEnd: true, at });
  expect(closed.lives).toEqual([["3 submitted takes 61000", "4 expired endOfRun"]]);
});

test("[F12] what is said before an open leaves at that open", async () => {
  const { lives, fills } = await minutes({ bars: rising, latency: { submit: "20ms" }, open: { 2: (ctx) => ctx.order(10) } });
  expect(lives).toEqual([["2 submitted takes 20", "3 accepted arrived", "3 filled"]]);
  expect(fills).toEqual(["3: #1 10 at 102 open"]);
});

test("[F12] [O20] a post-only order is judged at the open of the bar it arrives at", async () => {
  const { lives } = await minutes({
    bars: ["100 100 100 100", "94 94 94 94", "96 96 94 94", "94 94 94 94"],
    latency: { submit: "20ms" },
    at: {
      1(ctx) {
        ctx.order(10, { limit: 95, postOnly: true }); // arrives at an open of 96: rests, and fills in that bar
        ctx.order(10, { limit: 96, postOnly: true });
      },
    },
  });
  expect(lives).toEqual([
    ["1 submitted takes 20", "3 accepted arrived", "3 filled"],
    ["1 submitted takes 20", "3 accepted arrived", "3 canceled wouldTake"],
  ]);
});

test("[F12] [O19] a dated order whose time passes on its way expires where it would have arrived", async () => {
  const { lives } = await minutes({
    bars: flat(4),
    latency: { submit: "70s" },
    at: { 1: (ctx) => ctx.order(10, { expires: "2024-01-02T14:32:30Z" }) },
  });
  expect(lives).toEqual([["1 submitted takes 70000", "4 expired gtdEnd arrived"]]);
});

test("[F12] [O6] a DAY order lives to the end of the session in which it arrives", async () => {
  const { orders, fills } = await run({
    bars: [...flat(3), "100 100 94 100"],
    latency: { submit: "18h" },
    at: { 1: (ctx) => ctx.order(10, { limit: 95, tif: "DAY" }) },
  });
  expect(orders).toEqual(["#1 expired dayEnd"]);
  expect(fills).toEqual([]);
  const { result } = await run({
    bars: [...flat(2), "100 100 94 100", "100 100 100 100"],
    latency: { submit: "18h" },
    at: { 1: (ctx) => ctx.order(10, { limit: 95, tif: "DAY" }) },
  });
  expect(result.orders[0]?.status).toBe("filled");
});

test("[F12] [O8] a bracket travels as one message, its children come with the entry's fill", async () => {
  const { lives } = await minutes({
    bars: ["100 100 100 100", "100 120 80 100", "100 111 100 105", "105 105 105 105"],
    latency: { submit: "20ms" },
    at: { 1: (ctx) => ctx.bracket(10, { takeProfit: 110, stopLoss: 90 }) },
  });
  expect(lives).toEqual([
    ["1 submitted takes 20", "3 accepted arrived", "3 filled"],
    ["1 initialized", "3 accepted", "3 filled"],
    ["1 initialized", "3 accepted", "3 canceled ocoFilled"],
  ]);
});

test("[F12] [O8] an entry that the account refuses on arrival ends its children", async () => {
  const { lives } = await minutes({
    bars: ["10 10 10 10", "20 20 20 20", "20 20 20 20"],
    cash: 1000,
    latency: { submit: "20ms" },
    at: { 1: (ctx) => ctx.bracket(100, { takeProfit: 30, stopLoss: 5 }) },
  });
  expect(lives).toEqual([
    ["1 submitted takes 20", "3 rejected insufficientCash arrived"],
    ["1 initialized", "3 canceled parentClosed"],
    ["1 initialized", "3 canceled parentClosed"],
  ]);
});

test("[F12] [E13] [O17] a partner on its way is cut or ended by what the other fills", async () => {
  const script = (link: "oco" | "ouo") => ({
    1(ctx: Context) {
      ctx.order(10, { limit: 100, tag: "there" });
    },
    2(ctx: Context) {
      const [first] = ctx.openOrders();
      const second = ctx.order(10, { limit: 90 });
      if (first !== undefined && second !== undefined) ctx[link](first, second);
    },
  });
  const bars = ["105 105 105 105", "105 105 105 105", "105 105 105 105", "105 105 99 99", "99 99 85 85"];
  const oco = await minutes({ bars, latency: { submit: { model: "file", path: fixture("0\n150000\n") } }, at: script("oco") });
  expect(oco.lives).toEqual([
    ["1 accepted", "2 accepted", "4 filled"],
    ["2 submitted takes 150000", "2 submitted", "4 canceled ocoFilled"],
  ]);
  const ouo = await minutes({ bars, latency: { submit: { model: "file", path: fixture("0\n150000\n") } }, at: script("ouo") });
  expect(ouo.lives).toEqual([
    ["1 accepted", "2 accepted", "4 filled"],
    ["2 submitted takes 150000", "2 submitted", "4 canceled ouoClosed"],
  ]);
});

test("[F12] [O16] an order that waits for another acts no earlier than it would have arrived itself", async () => {
  const bars = ["100 100 100 100", "100 100 100 100", "100 100 100 100", "100 100 100 100", "100 100 100 100"];
  const { lives } = await minutes({
    bars,
    latency: { submit: "90s" },
    at: {
      1(ctx) {
        const parent = ctx.order(10);
        const child = ctx.order(10, { limit: 101 });
        if (parent !== undefined && child !== undefined) ctx.oto(parent, [child, { quantity: -10, limit: 99 }]);
      },
    },
  });
  // All arrive at bar 4; children of a market order at its open act on the path from there.
  expect(lives).toEqual([
    ["1 submitted takes 90000", "4 accepted arrived", "4 filled"],
    ["1 submitted takes 90000", "1 initialized", "4 accepted", "4 filled"],
    ["1 initialized takes 90000", "4 accepted", "4 filled"],
  ]);
});

test("[F12] [M6] an order on its way splits like any other, and what waits for it", async () => {
  const { result, fills } = await run({
    bars: ["100 100 100 100", "100 100 100 100", "50 56 50 50"],
    actions: fixture("symbol,type,ex_date,pay_date,amount,ratio\nX,split,2024-01-04,,,2\n"),
    latency: { submit: "18h" },
    at: { 1: (ctx) => ctx.bracket(10, { entry: 102, takeProfit: 110, stopLoss: 90 }) },
  });
  expect(result.orders.map(({ quantity, limit, stop }) => [quantity, limit, stop])).toEqual([
    ["20", "51", undefined],
    ["20", "55", undefined],
    ["20", undefined, "45"],
  ]);
  expect(fills).toEqual(["3: #1 buy 20 at 50 open", "3: #2 sell 20 at 55 toHigh"]);
});

test("[F12] a split makes a change on its way one of old shares, which is refused", async () => {
  const { result } = await run({
    bars: [...flat(2), "50 50 50 50", "50 50 50 50"],
    actions: fixture("symbol,type,ex_date,pay_date,amount,ratio\nX,split,2024-01-04,,,2\n"),
    latency: { modify: "18h" },
    at: {
      1: (ctx) => ctx.order(10, { limit: 90 }),
      2: (ctx) => ctx.openOrders()[0]?.modify({ limit: 92 }),
    },
  });
  const history = result.orders[0]?.history.map(({ status, limit, refused }) => [status, limit, refused]);
  expect(history).toEqual([
    ["accepted", "90", undefined],
    ["pendingReplace", undefined, undefined],
    ["pendingReplace", "45", undefined],
    ["accepted", undefined, "tooLate"],
  ]);
});

test("[F12] [O19] a child whose message never arrives does not expire when its time lies beyond the data", async () => {
  let parent: Order | undefined;
  const { lives } = await minutes({
    bars: flat(4),
    latency: { submit: { model: "file", path: fixture("20\n600000\n") } },
    at: {
      1(ctx) {
        parent = ctx.order(10, { limit: 100 });
      },
      3(ctx) {
        if (parent !== undefined) ctx.oto(parent, [{ quantity: -10, limit: 110, expires: "2024-01-02T14:40:00Z" }]);
      },
    },
  });
  expect(lives[1]).toEqual(["3 initialized takes 600000", "3 accepted"]);
});
