import { expect, test } from "vitest";
import { run } from "./scenario.ts";

const ten = "10 10 10 10 1000";

test("[M1] percent is a fraction of the traded value, exact", async () => {
  const { fees, endCash } = await run({
    bars: ["10.01 10.01 10.01 10.01", "10.01 10.01 10.01 10.01"],
    commission: { model: "percent", rate: "0.0005" },
    at: { 1: (ctx) => ctx.order(100) },
  });
  expect(fees).toEqual(["0.5005"]);
  expect(endCash).toBe("98998.4995");
});

test("[M1] a venue's rounding is charged and its residue posted", async () => {
  const { fees, endCash, result } = await run({
    bars: ["10.01 10.01 10.01 10.01", "10.01 10.01 10.01 10.01"],
    commission: { model: "percent", rate: "0.0005", unit: "0.01", rounding: "half-up" },
    at: { 1: (ctx) => ctx.order(100) },
  });
  expect(fees).toEqual(["0.5"]);
  expect(endCash).toBe("98998.5");
  const balance = (account: string) => result.ledger.balances.find((row) => row.account === account)?.balance;
  expect([balance("fees"), balance("rounding")]).toEqual(["0.5005", "-0.0005"]);
});

test("[M1] minimum and maximum are per order over its fills", async () => {
  const scenario = (limits: { minimum?: string; maximum?: string }) =>
    run({
      bars: [ten, ten, ten, ten],
      fills: { volumeLimit: "0.1" },
      commission: { model: "perShare", rate: "0.006", ...limits },
      at: { 1: (ctx) => ctx.order(300) },
    });
  expect((await scenario({})).fees).toEqual(["0.6", "0.6", "0.6"]);
  expect((await scenario({ minimum: "1" })).fees).toEqual(["1", "0.2", "0.6"]);
  expect((await scenario({ minimum: "1", maximum: "1.5" })).fees).toEqual(["1", "0.2", "0.3"]);
});

test("[M1] a contract costs its fee, the exchange its own once an order", async () => {
  const { fees } = await run({
    bars: ["10 10 10 10 20", "10 10 10 10 20", "10 10 10 10 20"],
    fills: { volumeLimit: "0.1" },
    commission: { model: "perContract", cost: "2", exchangeFee: "0.5" },
    at: { 1: (ctx) => ctx.order(3) },
  });
  expect(fees).toEqual(["4.5", "2"]);
});

test("[M7] per trade is charged once an order, at its first fill", async () => {
  const { fees } = await run({
    bars: [ten, "10 10 10 10 600", "10 10 10 10 600"],
    fills: { volumeLimit: "0.1" },
    commission: { model: "perTrade", cost: "5" },
    at: { 1: (ctx) => ctx.order(100) },
  });
  expect(fees).toEqual(["5", "0"]);
});

test("[M1] a fee is charged on the slipped price", async () => {
  const { fees } = await run({
    bars: [ten, ten],
    slippage: { model: "bps", bps: "100" },
    commission: { model: "percent", rate: "0.001" },
    at: { 1: (ctx) => ctx.order(100) },
  });
  expect(fees).toEqual(["1.01"]);
});
