import { expect, test } from "vitest";
import { plainConfig } from "../verify/fixtures/hand-document.ts";
import { assumptionsOf } from "./assumptions.ts";

const codes = (...args: Parameters<typeof assumptionsOf>) => assumptionsOf(...args).map(({ code }) => code);

test("the defaults assume no costs, no delay and a touch for limits", () => {
  expect(codes(plainConfig, ["X"])).toEqual([
    "fills.market.nextOpen",
    "fills.path.adaptive",
    "fills.limit.touch",
    "fills.volumeLimit.none",
    "commission.none",
    "slippage.none",
    "interest.none",
    "latency.none",
    "closeAtEnd.false",
    "data.prices",
    "calendar.XNYS",
  ]);
});

test("filling at the deciding close is called optimistic", () => {
  const config = { ...plainConfig, fills: { ...plainConfig.fills, market: "thisClose" } } as const;
  expect(assumptionsOf(config, ["X"])[0]?.message).toMatch(/^Optimistic: /);
});

test("settings that are made take their assumption away", () => {
  const config = {
    ...plainConfig,
    fills: { ...plainConfig.fills, volumeLimit: "0.1" },
    commission: { model: "perTrade", cost: "1", unit: null, rounding: "half-up" },
    slippage: { model: "bps", bps: "1" },
    account: { type: "margin", initialMargin: "0.5", maintenanceMargin: "0.25", lots: "fifo" },
    closeAtEnd: true,
    calendar: "XNYS",
  } as const;
  expect(codes(config, ["X"])).toEqual([
    "fills.market.nextOpen",
    "fills.path.adaptive",
    "fills.limit.touch",
    "borrow.none",
    "interest.none",
    "latency.none",
    "data.prices",
  ]);
});

test("calendars that the asset class implies are named with their symbols", () => {
  const crypto = { ...plainConfig.instruments["*"], assetClass: "crypto" } as NonNullable<(typeof plainConfig.instruments)["*"]>;
  const config = { ...plainConfig, instruments: { ...plainConfig.instruments, BTC: crypto } };
  const found = assumptionsOf(config, ["A", "B", "BTC", "C", "D", "E", "F"]);
  expect(found.filter(({ code }) => code.startsWith("calendar.")).map(({ message }) => message)).toEqual([
    "Exchange days and schedules follow the calendar XNYS, which the asset class implies: A, B, C, D, E and 1 more.",
    "Exchange days and schedules follow the calendar 24/7, which the asset class implies: BTC.",
  ]);
  expect(found.some(({ code }) => code === "data.missingBars")).toBe(true);
});
