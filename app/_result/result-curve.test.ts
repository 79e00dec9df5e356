import { backtest, type ResultDocument, readCsv } from "rustybt";
import { curveOf, monthlyHeatMap, worstDrawdowns } from "rustybt/charts";
import { expect, test } from "vitest";
import type { EquityColumns } from "#server/runs/results/equity-columns.ts";
import type { RunOverview } from "#server/runs/results/overview.ts";
import { resultParts } from "#server/runs/results/result-parts.ts";
import strategy from "../../examples/sma-cross.ts";
import { resultCurve } from "./result-curve.ts";

test("the page's curve, made from stored parts, gives the months and falls of the document itself", async () => {
  const result = await backtest({ strategy, data: await readCsv("examples/data/AAPL.csv", { symbol: "AAPL" }), cash: "100000" });
  const document: ResultDocument = JSON.parse(JSON.stringify(result));
  const parts = new Map([...resultParts(document, undefined)].map(({ name, text }) => [name, JSON.parse(text)]));
  const curve = resultCurve(parts.get("overview") as RunOverview, parts.get("equity") as EquityColumns);
  const expected = curveOf(document);
  expect(curve).toEqual(expected);
  expect(monthlyHeatMap(curve).table.rows).toEqual(monthlyHeatMap(expected).table.rows);
  expect(worstDrawdowns(curve).table.rows).toEqual(worstDrawdowns(expected).table.rows);
});
