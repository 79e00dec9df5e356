import { join } from "node:path";
import type { ResultDocument } from "@rustybt/engine";
import { expect, test } from "vitest";
import { folderWith, repository, rustybt, samplePrices } from "./testing/command-line-process.ts";

const strategy = join(repository, "examples", "sma-cross.ts");
const betaOf = (stdout: string): number | undefined => {
  const beta = (JSON.parse(stdout) as ResultDocument).metrics.find(({ id }) => id === "beta")?.value;
  return typeof beta === "number" ? beta : undefined;
};

// beta = cov(r, b) / var(b) over the daily returns of the equity curve and of MSFT's closes, by numpy from the document and the file.
test("--benchmark takes a price file that is not traded", async () => {
  const folder = folderWith({});
  const args = ["run", strategy, "--data", samplePrices, "--benchmark", join(repository, "examples", "data", "MSFT.csv")];
  const { code, stdout } = await rustybt([...args, "--json", "--out", "out"], { cwd: folder });
  expect(code).toBe(0);
  expect(betaOf(stdout)).toBeCloseTo(0.026374554969752963, 11);
  const { manifest } = JSON.parse(stdout) as ResultDocument;
  expect(manifest.data.map(({ symbol }) => symbol)).toEqual(["AAPL"]);
  expect((await rustybt(["verify", "out"], { cwd: folder })).code).toBe(0);
});

test("--benchmark takes a symbol of the run", async () => {
  const { stdout } = await rustybt(["run", strategy, "--data", samplePrices, "--benchmark", "AAPL", "--json"]);
  expect(betaOf(stdout)).toBeCloseTo(0.02288156586746626, 11);
});

test("a benchmark that is neither is refused with the symbols there are", async () => {
  const { code, stderr } = await rustybt(["run", strategy, "--data", samplePrices, "--benchmark", "APPL"]);
  expect(code).toBe(2);
  expect(stderr).toContain('benchmark is "APPL", which is no symbol of this run (AAPL), did you mean AAPL?');
});
