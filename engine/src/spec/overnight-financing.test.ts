import { expect, test } from "vitest";
import { charges, rateFile } from "./holding.ts";
import { run } from "./scenario.ts";

const bars = ["100 100 100 100", "100 100 100 100", "100 110 100 110", "110 110 110 110", "110 110 110 110"];
const margin = { account: { type: "margin" } } as const;
const of = async (quantity: number, settings: Omit<Parameters<typeof run>[0], "bars" | "at">) =>
  charges((await run({ bars, ...margin, ...settings, at: { 1: (ctx) => ctx.order(quantity) } })).result).map((charge) => charge.slice(6));

test("[M13] a long position pays its value times the rate a day, a short one receives it", async () => {
  expect(await of(100, { financing: { rate: "0.036" } })).toEqual([
    "financing X 1 day of 10000 at 0.036: 1",
    "financing X 1 day of 11000 at 0.036: 1.1",
    "financing X 3 days of 11000 at 0.036: 3.3",
  ]);
  expect(await of(-100, { financing: { rate: "0.036" } })).toEqual([
    "financing X 1 day of -10000 at 0.036: -1",
    "financing X 1 day of -11000 at 0.036: -1.1",
    "financing X 3 days of -11000 at 0.036: -3.3",
  ]);
});

test("[M13] long and short have rates of their own; a short with a rate below zero pays", async () => {
  const financing = { long: "0.072", short: "-0.018" };
  expect((await of(100, { financing }))[0]).toBe("financing X 1 day of 10000 at 0.072: 2");
  expect((await of(-100, { financing }))[0]).toBe("financing X 1 day of -10000 at -0.018: 0.5");
  expect(await of(-100, { financing: { long: "0.072" } })).toEqual([]);
});

test("[M13] a future pays on its whole value", async () => {
  const instruments = { X: { assetClass: "future", multiplier: "10" } } as const;
  expect((await of(10, { instruments, financing: { rate: "0.036" } }))[0]).toBe("financing X 1 day of 10000 at 0.036: 1");
});

test("[M13] a file has one rate or two", async () => {
  const two = rateFile("symbol,from,long,short\nX,2024-01-04,0.072,-0.018\n");
  // Bought on the 3rd, for whose night the file has no rate yet.
  expect(await of(100, { financing: { file: two } })).toEqual([
    "financing X 1 day of 11000 at 0.072: 2.2",
    "financing X 3 days of 11000 at 0.072: 6.6",
  ]);
  const one = rateFile('\uFEFF"symbol","from","rate"\r\n*,2020-01-01,0.036\r\n\r\n');
  expect((await of(-100, { financing: { file: one } }))[0]).toBe("financing X 1 day of -10000 at 0.036: -1");
});
