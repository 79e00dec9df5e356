import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { day, run, type Scenario, type Script } from "./scenario.ts";

const columns = ["symbol", "type", "ex_date", "pay_date", "record_date", "amount", "ratio", "new_symbol", "cash", "basis_ratio"] as const;
type Row = { readonly type: string; readonly ex: number } & Partial<Record<(typeof columns)[number], string>>;

function tableOf(...rows: Row[]): string {
  const folder = mkdtempSync(join(tmpdir(), "conversions-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "actions.csv");
  const lines = rows.map(({ ex, ...row }) => {
    const cells: Partial<Record<string, string>> = { symbol: "X", ex_date: day(ex), ...row };
    return columns.map((column) => cells[column] ?? "").join(",");
  });
  writeFileSync(path, [columns.join(","), ...lines, ""].join("\n"));
  return path;
}

function runWith(scenario: Omit<Scenario, "actions">, ...rows: Row[]) {
  return run({ ...scenario, actions: tableOf(...rows) });
}

const ten = "10 10 10 10";
const buy: Script = { 1: (ctx) => ctx.order("X", 100) };
const margin = { type: "margin" } as const;

test("[A1] a stock dividend gives new shares for those held and keeps their cost", async () => {
  const { positions, result, cash } = await runWith(
    { bars: [ten, ten, "8 8 8 8"], at: { 1: (ctx) => ctx.order(15) } },
    { type: "stockDividend", ex: 3, ratio: "1:4" },
  );
  // 15 held bring 3.75: 18 stay, 0.75 are paid at 10 / 1.25 = 8.
  expect(positions).toEqual({ X: "18" });
  expect(cash.at(-1)).toBe("99856");
  expect(result.actions).toMatchObject([
    { type: "stockDividend", ratio: "1:4", before: "15", after: "18", inLieu: { quantity: "0.75", price: "8", amount: "6" } },
  ]);
  expect(result.positions[0]?.lots).toMatchObject([{ quantity: "18", cost: "144" }]);
});

test("[A2] a change of the symbol moves position, lots and open orders to the new one", async () => {
  const { fills, positions, orders, trades, equity, result } = await runWith(
    {
      bars: { X: [ten, "11 11 11 11", null, null], Y: [null, null, "12 12 12 12", "14 15 14 15"] },
      at: { ...buy, 2: (ctx) => ctx.order("X", -40, { limit: "15" }) },
    },
    { type: "symbolChange", ex: 3, new_symbol: "Y" },
  );
  expect(fills).toEqual(["2: #1 buy 100 X at 11 open", "4: #2 sell 40 Y at 15 toHigh"]);
  expect(positions).toEqual({ Y: "60" });
  expect(orders).toEqual(["#1 filled", "#2 filled"]);
  expect(trades).toEqual(["long 40 from 11 to 15: 160"]);
  expect(equity).toEqual(["100000", "100000", "100100", "100400"]);
  expect(result.positions[0]?.lots).toMatchObject([{ t: `${day(2)}T00:00:00Z`, quantity: "60", cost: "660", order: 1, id: "1.1" }]);
  expect(result.orders[1]).toMatchObject({ symbol: "Y", history: [{}, { symbol: "Y", status: "accepted" }, {}] });
});

test("[A3] a delisting pays the last close, ends the orders and closes the position", async () => {
  const scenario: Scenario = {
    bars: { X: [ten, "11 11 11 11", null], Y: [ten, ten, ten] },
    at: { ...buy, 2: (ctx) => ctx.order("X", -40, { limit: "15" }) },
  };
  const { result, orders, positions, cash } = await runWith(scenario, { type: "delisting", ex: 3 });
  expect(cash).toEqual(["100000", "98900", "100000"]);
  expect(orders).toEqual(["#1 filled", "#2 expired delisted"]);
  expect(positions).toEqual({});
  expect(result.trades).toMatchObject([{ symbol: "X", quantity: "100", exitPrice: "11", why: "delisting" }]);
  const paid = await runWith(scenario, { type: "delisting", ex: 3, cash: "0.25" });
  expect(paid.endCash).toBe("98925");
});

test("[A3] a symbol whose data end with the run is paid out after its last close", async () => {
  const { cash, equity, positions, result } = await runWith(
    { bars: [ten, ten, "4 4 4 4"], at: buy },
    { type: "delisting", ex: 4, cash: "1.5" },
  );
  expect(cash).toEqual(["100000", "99000", "99150"]);
  expect(equity.at(-1)).toBe("99150");
  expect(positions).toEqual({});
  expect(result.warnings).toEqual([]);
});

test("[A4] a merger for cash closes the position at it", async () => {
  const { result, cash } = await runWith(
    { bars: { X: [ten, ten, null], Y: [ten, ten, ten] }, at: buy },
    { type: "merger", ex: 3, cash: "12.5" },
  );
  expect(cash.at(-1)).toBe("100250");
  expect(result.trades).toMatchObject([{ quantity: "100", entryPrice: "10", exitPrice: "12.5", grossPnl: "250", why: "merger" }]);
});

test("[A4] a merger for shares keeps cost and entry, and pays the fraction at the new symbol's last close", async () => {
  const { result, cash, positions } = await runWith(
    {
      bars: { X: [ten, ten, null], Y: ["20 20 20 20", "20 20 20 20", "21 21 21 21"] },
      at: { 1: (ctx) => ctx.order("X", 101) },
    },
    { type: "merger", ex: 3, new_symbol: "Y", ratio: "1:2" },
  );
  // 50.5 new shares: half a one is paid at 20, and takes 1010 × 0.5 / 50.5 = 10 of the cost.
  expect(positions).toEqual({ Y: "50" });
  expect(cash.at(-1)).toBe("99000");
  expect(result.trades).toMatchObject([
    { symbol: "Y", quantity: "0.5", entryPrice: "20", exitPrice: "20", grossPnl: "0", why: "cashInLieu" },
  ]);
  expect(result.positions[0]?.lots).toMatchObject([{ t: `${day(2)}T00:00:00Z`, quantity: "50", cost: "1000" }]);
  expect(result.actions).toMatchObject([{ type: "merger", before: "101", after: "0", received: "50", newClose: "20" }]);
});

test("[A4] a mixed merger shares the cost by the value of shares and cash", async () => {
  const { result, cash } = await runWith(
    { bars: { X: [ten, ten, null], Y: ["20 20 20 20", "20 20 20 20", "20 20 20 20"] }, at: buy },
    { type: "merger", ex: 3, new_symbol: "Y", ratio: "1:4", cash: "7.5" },
  );
  // A quarter share is worth 5, the cash 7.5: 2/5 of 1000 goes with the shares, 600 against 750.
  expect(cash.at(-1)).toBe("99750");
  expect(result.trades).toMatchObject([
    { symbol: "X", quantity: "100", entryPrice: "6", exitPrice: "7.5", grossPnl: "150", why: "merger" },
  ]);
  expect(result.positions[0]).toMatchObject({ symbol: "Y", quantity: "25", averagePrice: "16" });
});

test("[A5] a spin-off moves its part of the cost with the lots' entries, and the old shares stay", async () => {
  const { result, equity } = await runWith(
    { bars: { X: [ten, ten, "8 8 8 8"], Y: [null, ten, "8 8 8 8"] }, at: buy },
    { type: "spinoff", ex: 3, new_symbol: "Y", ratio: "1:4", basis_ratio: "0.2" },
  );
  expect(result.positions).toMatchObject([
    { symbol: "X", quantity: "100", averagePrice: "8", lots: [{ cost: "800" }] },
    { symbol: "Y", quantity: "25", averagePrice: "8", lots: [{ t: `${day(2)}T00:00:00Z`, cost: "200", order: 1 }] },
  ]);
  expect(equity).toEqual(["100000", "100000", "100000"]);
});

test("[A5] a short owes the shares of a spin-off", async () => {
  const { positions, equity } = await runWith(
    {
      bars: { X: [ten, ten, "8 8 8 8"], Y: [null, ten, "8 8 8 8"] },
      account: margin,
      at: { 1: (ctx) => ctx.order("X", -100) },
    },
    { type: "spinoff", ex: 3, new_symbol: "Y", ratio: "1:4", basis_ratio: "0.2" },
  );
  expect(positions).toEqual({ X: "-100", Y: "-25" });
  expect(equity.at(-1)).toBe("100000");
});

test("[A6] rights become a position, at no cost unless told, or are paid out as income", async () => {
  const bars = { X: [ten, ten, "9 9 9 9"], Y: [null, "5 5 5 5", "5 5 5 5"] };
  const held = await runWith({ bars, at: buy }, { type: "rights", ex: 3, new_symbol: "Y", ratio: "1:5" });
  expect(held.result.positions).toMatchObject([
    { symbol: "X", averagePrice: "10" },
    { symbol: "Y", quantity: "20", averagePrice: "0", unrealized: "100" },
  ]);
  const paid = await runWith({ bars, at: buy }, { type: "rights", ex: 3, ratio: "1:5", cash: "0.5" });
  expect(paid.endCash).toBe("99010");
  expect(paid.result.summary.dividends).toBe("10");
});

test("[A4] new shares join those held in the order of their entries", async () => {
  const { trades } = await runWith(
    {
      bars: { X: [ten, ten, ten, null, null], Y: [ten, ten, "20 20 20 20", "20 20 20 20", "30 30 30 30"] },
      at: { ...buy, 2: (ctx) => ctx.order("Y", 10), 4: (ctx) => ctx.order("Y", -60) },
    },
    { type: "merger", ex: 4, new_symbol: "Y", ratio: "1:2" },
  );
  // 50 that were bought on day 2 as 100 X come before the 10 of day 3.
  expect(trades).toEqual(["long 50 from 20 to 30: 500", "long 10 from 20 to 30: 100"]);
});

test("[A8] withholding keeps a fraction of a dividend back, apart in the ledger, and a short owes all of it", async () => {
  const row = { type: "dividend", ex: 3, amount: "0.5", record_date: day(4), pay_date: day(4) };
  const settings = { bars: [ten, ten, ten, ten], dividends: { withholding: "0.15" } };
  const long = await runWith({ ...settings, at: { 1: (ctx) => ctx.order(100) } }, row);
  expect(long.equity).toEqual(["100000", "100000", "100042.5", "100042.5"]);
  expect(long.cash.at(-1)).toBe("99042.5");
  expect(long.result.summary).toMatchObject({ dividends: "50", withheld: "7.5" });
  expect(long.result.actions).toMatchObject([{ total: "50", withheld: "7.5", recordDay: day(4), payDay: day(4) }, { total: "42.5" }]);
  expect(long.result.ledger.balances).toContainEqual({ account: "withholding", asset: "USD", balance: "7.5" });
  const short = await runWith({ ...settings, account: margin, at: { 1: (ctx) => ctx.order(-100) } }, row);
  expect(short.equity.at(-1)).toBe("99950");
  expect(short.result.summary).toMatchObject({ dividends: "-50", withheld: "0" });
});

test("[A9] a reinvested dividend buys whole lots at the open of the pay day, without costs", async () => {
  const { fills, fees, cash, positions, result } = await runWith(
    {
      bars: [ten, ten, ten, "12 13 11 13"],
      commission: "perTrade:1",
      slippage: "bps:100",
      dividends: { withholding: "0.1", reinvest: true },
      at: { 1: (ctx) => ctx.order(100) },
    },
    { type: "dividend", ex: 3, amount: "0.5", pay_date: day(4) },
  );
  // 45 are paid: 3 shares at 12, and 9 stay.
  expect(fills).toEqual(["2: #1 buy 100 at 10.1 open", "4: #2 buy 3 at 12 open"]);
  expect(fees).toEqual(["1", "0"]);
  expect(positions).toEqual({ X: "103" });
  expect(cash).toEqual(["100000", "98989", "98989", "98998"]);
  expect(result.orders[1]).toMatchObject({ tag: "reinvest", status: "filled", quantity: "3" });
});

test("[A9] a dividend that buys no lot, or whose position is gone, stays cash", async () => {
  const rows: Row[] = [
    { type: "dividend", ex: 3, amount: "0.05" },
    { type: "dividend", ex: 4, amount: "1", pay_date: day(6) },
  ];
  const { fills, endCash } = await runWith(
    { bars: [ten, ten, ten, ten, ten, ten], dividends: { reinvest: true }, at: { 1: (ctx) => ctx.order(100), 4: (ctx) => ctx.close() } },
    ...rows,
  );
  expect(fills).toEqual(["2: #1 buy 100 at 10 open", "5: #2 sell 100 at 10 open"]);
  expect(endCash).toBe("100105");
});

test("[M6] a run over a split makes the equity curve of a run in new shares", async () => {
  // Metamorphic: before 4:1 every price is a quarter and every order fourfold in the second run.
  const of = async (factor: number, ...rows: Row[]) => {
    const price = (text: string) =>
      text
        .split(" ")
        .map((number) => String(Number(number) / factor))
        .join(" ");
    const bars = [price("100 104 96 100"), price("104 108 100 104"), "27 28 26 27", "28 29 25 28"];
    const scenario: Scenario = {
      bars,
      at: { 1: (ctx) => ctx.order(10 * factor), 2: (ctx) => ctx.order(-4 * factor, { limit: String(116 / factor) }) },
    };
    return (await (rows.length === 0 ? run(scenario) : runWith(scenario, ...rows))).equity;
  };
  expect(await of(1, { type: "split", ex: 3, ratio: "4:1" })).toEqual(await of(4));
});

test("[A7] a table that does not fit the run is refused before it begins, with file, line, symbol and date", async () => {
  const bars = { X: [ten, ten, ten], Y: [null, null, ten] };
  const refusal = (row: Row, of: Scenario["bars"] = bars) => {
    const actions = tableOf(row);
    return run({ bars: of, at: buy, actions }).then(
      () => "ran",
      (error: Error & { code: string }) => `${error.code}: ${error.message.replace(actions, "FILE")}`,
    );
  };
  expect(await refusal({ type: "merger", ex: 3, new_symbol: "Z", ratio: "1:2" })).toBe(
    "actions.newSymbol: FILE, line 2: the merger of X on 2024-01-04 gives shares of Z, of which the run has no data",
  );
  expect(await refusal({ type: "spinoff", ex: 2, new_symbol: "Y", ratio: "1:2", basis_ratio: "0.5" })).toBe(
    "actions.newSymbolLater: FILE, line 2: the spinoff of X on 2024-01-03 gives shares of Y, whose prices begin on 2024-01-04",
  );
  expect(await refusal({ type: "dividend", ex: 1, amount: "1", ex_date: "2024-01-06" }, { X: [ten, ten, ten, ten, ten] })).toBe(
    "actions.noSession: FILE, line 2: the dividend of X on 2024-01-06 is on no session of its calendar XNYS",
  );
});
