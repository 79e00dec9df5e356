import { expect, test } from "vitest";
import { randomScenario } from "./random-scenario.ts";
import type { OracleScenario } from "./scenario.ts";
import { shrink } from "./shrink.ts";

const said = (scenario: OracleScenario) => scenario.commands.flat();

test("a failing scenario is shrunk to the orders, bars and settings that make it fail", async () => {
  const scenario = randomScenario(5);
  const aimed = said(scenario).find((command) => command.do === "order" && command.limit !== undefined);
  expect(aimed).toBeDefined();
  expect(said(scenario).length).toBeGreaterThan(10);

  const small = await shrink(scenario, async (candidate) =>
    said(candidate).some((command) => command.do === "order" && command.limit !== undefined && candidate.symbols.length > 0),
  );

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
