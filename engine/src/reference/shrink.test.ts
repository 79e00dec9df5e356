import { expect, test } from "vitest";
import { randomScenario } from "./random-scenario.ts";
import type { OracleScenario } from "./scenario.ts";
import { shrink } from "./shrink.ts";

const said = (scenario: OracleScenario) => scenario.commands.flat();

const hasLimit = (scenario: OracleScenario) => said(scenario).some((command) => command.do === "order" && command.limit !== undefined);

test("a failing scenario is shrunk to the orders, bars and settings that make it fail", async () => {
  const seeds = Array.from({ length: 100 }, (_, index) => index + 1);
  const scenario = seeds.map(randomScenario).find((one) => one.symbols.length > 1 && said(one).length > 10 && hasLimit(one));
  if (scenario === undefined) throw new Error("no scenario is large enough");

  const small = await shrink(scenario, async (candidate) => hasLimit(candidate));

  expect(small.symbols).toHaveLength(1);
  expect(small.symbols[0]?.bars).toHaveLength(1);
  expect(small.commands).toHaveLength(1);
  expect(said(small)).toHaveLength(1);
  expect(small.symbols[0]?.actions).toEqual([]);
  expect(small).toMatchObject({ commission: { model: "none" }, slippage: { model: "none" }, path: "ohlc", limit: "touch", lots: "fifo" });
});

test("what cannot be made smaller stays as it is", async () => {
  const scenario = randomScenario(7);
  expect(await shrink(scenario, async () => false)).toEqual(scenario);
});
