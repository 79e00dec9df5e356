import type { ResultDocument } from "@rustybt/engine";
import { expect, test } from "vitest";
import { folderWith, rustybt } from "./testing/command-line-process.ts";

const files = {
  "buy.ts": `import { defineStrategy } from "rustybt";
export default defineStrategy({ name: "buy", onBar: (ctx) => void (ctx.bars < 4 && ctx.order([80, 40, 10][ctx.bars - 1])) });
`,
  "X.csv": `time,open,high,low,close,volume
2024-01-02,10,10,10,10,1000
2024-01-03,10,10,10,10,1000
2024-01-04,10,10,10,10,1000
2024-01-05,10,10,10,10,1000
`,
  "eur.csv": "date,rate\n2024-01-02,1.1\n2024-01-04,1.2\n",
};

const tiers = "tiered:by=value,charge=percent,window=month,tiers=0:0.01+1000:0.005";

async function feesOf(folder: string, ...args: string[]) {
  const { code, stdout, stderr } = await rustybt(["run", "buy.ts", "--data", "X.csv", "--json", ...args], { cwd: folder });
  expect([code, stderr]).toEqual([0, ""]);
  const { fills, summary } = JSON.parse(stdout) as ResultDocument;
  return [fills.map(({ fee }) => fee), summary.fees];
}

test("[M8] tiers are a flag: whole fills by the volume before them, or parts of them", async () => {
  const folder = folderWith(files);
  expect(await feesOf(folder, "--commission", tiers)).toEqual([["8", "4", "0.5"], "12.5"]);
  expect(await feesOf(folder, "--commission", `${tiers},marginal=true`)).toEqual([["8", "3", "0.5"], "11.5"]);
});

test("[M10] a schedule is JSON in a flag", async () => {
  const schedule = {
    model: "schedule",
    entries: [{ commission: "perTrade:5" }, { from: "2024-01-04", commission: "perShare:0.01,min=1" }],
  };
  expect(await feesOf(folderWith(files), "--commission", JSON.stringify(schedule))).toEqual([["5", "1", "1"], "7"]);
});

test("[M11] a fee in euros by a file of rates is written, verified, and explained", async () => {
  const folder = folderWith(files);
  const args = ["--commission", `${tiers},unit=0.01,currency=EUR`, "--rates", "EUR=eur.csv"];
  // 8 / 1.1 = 7.27, 4 / 1.2 = 3.33, 0.5 / 1.2 = 0.42 EUR.
  expect(await feesOf(folder, ...args, "--out", "out")).toEqual([["7.997", "3.996", "0.504"], "12.497"]);
  const verified = await rustybt(["verify", "out/result.json"], { cwd: folder });
  expect([verified.code, verified.stderr]).toEqual([0, ""]);
  const explained = await rustybt(["explain", "out/result.json", "2"], { cwd: folder });
  const words = explained.stdout.replaceAll(/\s+/g, " ");
  expect(words).toContain("800 had been traded before in the window, which is the tier from 0");
  expect(words).toContain("3.33 EUR at 1.2 USD (SPEC M11): 3.996 USD");
});

test("[M11] a currency without a rate is refused with what to write", async () => {
  const args = ["run", "buy.ts", "--data", "X.csv", "--commission", "perTrade:4,currency=EUR"];
  const { code, stderr } = await rustybt(args, { cwd: folderWith(files) });
  expect(code).toBe(2);
  expect(stderr).toContain('commission.currency is "EUR", the account is in USD, and rates names no currency');
  expect(stderr.replaceAll(/\s+/g, " ")).toContain("--rates EUR=1.085");
});
