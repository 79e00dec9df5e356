import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parseRunSettings } from "@rustybt/engine/settings";
import { backtest, defineStrategy, readCsv, writeColumns, writeResult } from "rustybt";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunIdentity } from "./check-identity.ts";
import { checkResult, type ResultFiles } from "./check-result.ts";

const folder = mkdtempSync(join(tmpdir(), "rustybt-check-"));
const settings = { cash: "50000", slippage: "bps:2" };
const sha256 = "a".repeat(64);
let identity: RunIdentity;
const files: ResultFiles = { document: join(folder, "result.json"), sidecars: {}, columns: [join(folder, "aapl.rbt")] };

beforeAll(async () => {
  const data = await readCsv("examples/data/AAPL.csv", { symbol: "AAPL" });
  const strategy = defineStrategy({
    onBar(ctx) {
      if (ctx.bars % 50 === 10) ctx.order(10);
      else if (ctx.bars % 50 === 40) ctx.close();
    },
  });
  const result = await backtest({ strategy, data, ...settings, identity: { name: "test", sha256, reproducible: true } });
  writeResult(result, folder);
  await writeColumns(data, join(folder, "aapl.rbt"));
  identity = { strategySha256: sha256, config: parseRunSettings(settings), sourceSha256s: [data.symbols[0]?.sha256 ?? ""] };
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test("a result that holds gives its facts and the parts of the pages", async () => {
  const checked = await checkResult(files, identity);
  if (!checked.ok) throw new Error(checked.problem);
  const document = JSON.parse(readFileSync(files.document, "utf8"));
  expect(checked.facts).toMatchObject({ hash: document.hash, seal: document.seal, summary: document.summary });
  const part = (name: string) => gunzipSync(checked.parts.find((one) => one.name === name)?.bytes ?? "").toString("utf8");
  expect(part("document")).toBe(readFileSync(files.document, "utf8"));
  expect(JSON.parse(part("trades")).columns.pnl).toEqual(document.trades.map(({ pnl }: { pnl: string }) => pnl));
  expect(JSON.parse(part("equity")).equity.at(-1)).toBe(Number(document.summary.endValue));
  expect(JSON.parse(part("bars/AAPL")).c).toHaveLength(document.manifest.data[0].rows);
});

test("a result with a changed digit is refused with its place", async () => {
  const changed = join(folder, "changed.json");
  writeFileSync(changed, readFileSync(files.document, "utf8").replace(/"endValue":"(\d)/, '"endValue":"9$1'));
  expect(await checkResult({ ...files, document: changed }, identity)).toMatchObject({
    ok: false,
    problem: expect.stringMatching(/seal|endValue/),
  });
});

test("what is no result at all is refused", async () => {
  const nothing = join(folder, "nothing.json");
  writeFileSync(nothing, "[1, 2");
  expect(await checkResult({ ...files, document: nothing }, identity)).toMatchObject({ ok: false });
});

test("a true result of another strategy, other data or other settings is not this run's", async () => {
  const problemOf = async (other: Partial<RunIdentity>) => {
    const checked = await checkResult(files, { ...identity, ...other });
    return checked.ok ? undefined : checked.problem;
  };
  expect(await problemOf({ strategySha256: "b".repeat(64) })).toBe("the strategy's sha256 is not that of the version that ran");
  expect(await problemOf({ sourceSha256s: ["c".repeat(64)] })).toBe("the data of AAPL is not of the run's datasets");
  expect(await problemOf({ config: parseRunSettings({ ...settings, cash: "60000" }) })).toBe("the setting cash is not the one asked for");
  expect(await problemOf({ config: parseRunSettings({ ...settings, slippage: "bps:3" }) })).toBe(
    "the setting slippage is not the one asked for",
  );
});
