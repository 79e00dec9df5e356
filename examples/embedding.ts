// embedding.ts: a program using the npm package
import { backtest, readCsv } from "rustybt";
import strategy from "./sma-cross.ts";

const result = await backtest({
  strategy,
  data: await readCsv("prices.csv", { symbol: "AAPL" }),
  cash: "100000",
  commission: { model: "percent", rate: "0.0005" },
});
console.log(result.summary.endValue, result.hash);
