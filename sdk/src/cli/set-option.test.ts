import { expect, test } from "vitest";
import { setLayer } from "./set-option.ts";

test.each([
  ["fills.market=nextClose", { fills: { market: "nextClose" } }],
  ["cash=100000.100", { cash: "100000.100" }],
  ["closeAtEnd=true", { closeAtEnd: true }],
  ["fills.volumeLimit=null", { fills: { volumeLimit: null } }],
  ['commission={"model":"percent","rate":0.0010}', { commission: { model: "percent", rate: "0.0010" } }],
  ["commission=perShare:0.005,min=1", { commission: { model: "perShare", rate: "0.005", minimum: "1" } }],
  ["params.mode=a=b", { params: { mode: "a=b" } }],
  ["instruments.*.assetClass=crypto", { instruments: { "*": { assetClass: "crypto" } } }],
  ["instruments.BRK.B.tick=0.05", { instruments: { "BRK.B": { tick: "0.05" } } }],
  ['instruments["BRK.B"]={"lot":10}', { instruments: { "BRK.B": { lot: "10" } } }],
])("--set %s", (option, values) => {
  expect(setLayer([option]).values).toEqual(values);
});

test("several options build one layer, the last of a key wins, and errors can name each", () => {
  const layer = setLayer([
    "fills.market=nextOpen",
    "commission.rate=0.1",
    "fills.path=worst",
    "commission.model=percent",
    "fills.market=nextClose",
  ]);
  expect(layer.values).toEqual({ fills: { market: "nextClose", path: "worst" }, commission: { model: "percent", rate: "0.1" } });
  expect(layer.sourceOf("fills.path")).toBe("--set fills.path");
});

test.each(["fills", "=1", ".a=1", "a..b=1", "a[b]=1"])("--set %s is refused", (option) => {
  expect(() => setLayer([option])).toThrow(`--set ${option}: expected key=value`);
});
