import { join } from "node:path";
import type { ResultDocument } from "@rustybt/engine";
import { expect, test } from "vitest";
import { folderWith, rustybt } from "./testing/command-line-process.ts";

const examples = new URL("../../../examples/", import.meta.url).pathname;
const sample = (name: string) => join(examples, "data", name);

test("[M5] buy-and-hold on raw prices with a table of actions comes to the last cent of the table worked by hand", async () => {
  const args = [
    "run",
    join(examples, "buy-and-hold.ts"),
    "--data",
    sample("AAPL.csv"),
    "--actions",
    join(examples, "AAPL-actions.csv"),
    "--json",
  ];
  const { code, stdout } = await rustybt(args, { cwd: folderWith({}) });
  expect(code).toBe(0);
  const document = JSON.parse(stdout) as ResultDocument;
  // Half of 100000 at the first close of 411.23 are 121 shares, bought at 410; 847 after the split. By quantity × amount:
  const rows = [
    ...["2012-08-09", "2012-11-07", "2013-02-07"].map((day) => [day, "320.65"]), // 121 × 2.65
    ...["2013-05-09", "2013-08-08", "2013-11-06", "2014-02-06"].map((day) => [day, "369.05"]), // 121 × 3.05
    ["2014-05-08", "398.09"], // 121 × 3.29
    ["2014-06-09", "121 → 847"],
    ...["2014-08-07", "2014-11-06", "2015-02-05"].map((day) => [day, "398.09"]), // 847 × 0.47
    ...["2015-05-07", "2015-08-06", "2015-11-05"].map((day) => [day, "440.44"]), // 847 × 0.52
  ];
  const found = document.actions.map((action) => [
    action.t.slice(0, 10),
    action.type === "dividend" ? action.total : action.type === "split" ? `${action.before} → ${action.after}` : action.type,
  ]);
  expect(found).toEqual(rows);
  // 100000 − 121 × 410 + 5351.83; and 847 × 105.26.
  expect(document.summary).toMatchObject({ cash: "55741.83", dividends: "5351.83", endValue: "144897.05" });
  expect(document.manifest.actions).toMatchObject({ files: [{ format: "rustybt", rows: 15 }] });
});

test("rustybt data adjust writes a view of raw prices", async () => {
  const cwd = folderWith({
    "X.csv": "date,open,high,low,close,volume\n2024-01-02,90,105,88,100,30\n2024-01-03,50,50,49,49,60\n",
    "actions.csv": "symbol,type,ex_date,amount,ratio\nX,split,2024-01-03,,2:1\nX,dividend,2024-01-03,1,\n",
  });
  const adjust = (...more: string[]) => rustybt(["data", "adjust", "X.csv", "--actions", "actions.csv", ...more], { cwd });
  expect((await adjust()).stdout).toBe("date,open,high,low,close,volume\n2024-01-02,45,52.5,44,50,60\n2024-01-03,50,50,49,49,60\n");
  // 49 / (49 + 1) of half the price.
  const { stdout } = await adjust("--view", "totalReturn", "--decimals", "2");
  expect(stdout.split("\n")[1]).toBe("2024-01-02,44.1,51.45,43.12,49,60");
});
