import { expect, test } from "vitest";
import { folderWith, rustybt } from "./testing/command-line-process.ts";

const rows = [
  "time,type,side,price,quantity,order_id",
  "2024-01-02T14:30:00Z,clear,,,,",
  "2024-01-02T14:30:00Z,level,buy,10.00,100,",
  "2024-01-02T14:30:00Z,level,sell,10.02,80,",
  "2024-01-02T14:30:01Z,trade,sell,10.00,130,",
  "2024-01-02T14:30:02Z,level,buy,10.02,5,",
];

test("[B8] rustybt book replay says what a recording holds, the book at a time, flaws and how an order filled", async () => {
  const cwd = folderWith({ "book.csv": `${rows.join("\n")}\n` });
  const order = "2024-01-02T14:30:00.5Z,buy,10,50";
  const args = ["book", "replay", "book.csv", "--at", "2024-01-02T14:30:00Z", "--order", order];
  expect(await rustybt(args, { cwd })).toMatchObject({
    code: 0,
    stderr: "",
    stdout: `rustybt book table, 2024-01-02T14:30:00Z to 2024-01-02T14:30:02Z
5 messages: 1 trades, 3 levels; 1 snapshots; at the end 2 bids and 1 asks
traded 130 for 1300
flaws: 1 crossed
  row 6, 2024-01-02T14:30:02Z: crossed, the best bid is not below the best ask

book at 2024-01-02T14:30:00Z
  quantity  bid    ask  quantity
       100   10  10.02        80

order 1: resting, 30 filled, 20 open; 100 before it at first, 0 at last
  2024-01-02T14:30:01Z, row 5: 30 at 10, maker
`,
  });
  const json = await rustybt([...args, "--json", "--strict"], { cwd });
  expect([json.code, JSON.parse(json.stdout).flaws.byKind]).toEqual([1, { crossed: 1 }]);
  const wrong = await rustybt(["book", "replay", "book.csv", "--order", "now"], { cwd });
  expect([wrong.code, wrong.stderr.split("\n")[0]]).toEqual([2, "error: --order now: expected TIME,buy|sell,PRICE,QUANTITY[,CANCELTIME]"]);
});
