import { onPinnedNode } from "./setup/pinned-node.mjs";

await onPinnedNode(import.meta.url, async () => {
  const { buildNative } = await import("./build/native.mjs");
  const { buildSdk } = await import("./build/sdk.mjs");
  const { run } = await import("./setup/run.mjs");
  const { elapsed } = await import("./setup/say.mjs");
  const { root } = await import("./setup/root.mjs");

  await buildNative();
  await buildSdk();

  const firstRun = ["run", "examples/sma-cross.ts", "--data", "examples/data/AAPL.csv", "--commission", "percent:0.0005"];
  console.log(`> Running a first backtest: npx rustybt ${firstRun.join(" ")}\n`);
  await run(process.execPath, ["sdk/bin/rustybt.js", ...firstRun], { cwd: root });

  console.log(`
Ready after ${elapsed()}. What to do next:
  npx rustybt init my-strategy                a folder with a strategy, data and a test, to change as you like
  npx rustybt run examples/sma-cross.ts --data examples/data/AAPL.csv --param fast=20 --out out
  npx rustybt verify out/result.json          recomputes every amount of the result from the document alone
  npx rustybt run --help                      all flags; docs/ has the guides, examples/ more strategies`);
});
