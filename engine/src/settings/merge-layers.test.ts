import { expect, test } from "vitest";
import { ConfigurationError } from "../errors.ts";
import { parseSettingsLayers, type SettingsLayer } from "./index.ts";

const layer = (source: string, values: Record<string, unknown>): SettingsLayer => ({ values, sourceOf: (key) => `${source} ${key}` });

test("the first layer wins key by key, also inside groups", () => {
  const config = parseSettingsLayers([
    layer("flag", { cash: "1", fills: { market: "nextClose" } }),
    layer("set", { cash: "2", seed: 2, fills: { path: "ohlc" } }),
    layer("file", { cash: "3", seed: 3, currency: "EUR", fills: { market: "thisClose", path: "worst", limit: "through" } }),
  ]);
  expect(config).toMatchObject({ cash: "1", seed: 2, currency: "EUR", fills: { market: "nextClose", path: "ohlc", limit: "through" } });
});

test("a model replaces the model of a lower layer with all its keys", () => {
  const config = parseSettingsLayers([
    layer("flag", { commission: "percent:0.001" }),
    layer("file", { commission: { model: "perShare", rate: 1, minimum: 2 } }),
  ]);
  expect(config.commission).toEqual({ model: "percent", rate: "0.001", unit: null, rounding: "half-even", currency: null });
});

test("a lower layer without a model adds its keys to the model above", () => {
  const config = parseSettingsLayers([
    layer("flag", { commission: "percent:0.001" }),
    layer("set", { commission: { unit: "0.01" } }),
    layer("file", { commission: "perTrade:5" }),
  ]);
  expect(config.commission).toEqual({ model: "percent", rate: "0.001", unit: "0.01", rounding: "half-even", currency: null });
});

test.each([
  [[layer("flag", {}), layer("file", { fills: { market: "now" } })], "file fills.market"],
  [[layer("flag", { commission: "percent:9" }), layer("file", { cash: 1 })], "flag commission.rate"],
  [[layer("flag", { cash: 1 }), layer("file", { commission: { rate: 1 } })], "file commission"],
])("an error names the layer its value came from: case %#", (layers, source) => {
  try {
    parseSettingsLayers(layers);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).context.source).toBe(source);
  }
});
