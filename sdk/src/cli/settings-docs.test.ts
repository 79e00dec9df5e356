import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { ResultDocument } from "@rustybt/engine";
import { laterSettings, type Setting, type SettingTable } from "@rustybt/engine/settings";
import { expect, test } from "vitest";
import { commandSettingTable } from "./setting-flags.ts";
import { folderWith, repository, rustybt, smaCross } from "./testing/command-line-process.ts";

const docs = readFileSync(new URL("../../../docs/settings.md", import.meta.url), "utf8");
const blocks = (language: string): string[] =>
  [...docs.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(([, text]) => text ?? "");

const day = (index: number): Date => new Date(Date.UTC(2014, 0, 1 + index));
const rows = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${row(index)}\n`).join("");
const euro = (date: Date): string => date.toISOString().slice(0, 10).split("-").reverse().join("/");

const sample = (name: string): string => readFileSync(join(repository, "examples", "data", name), "utf8");

/** Everything the examples name. */
const files = {
  "sma-cross.ts": smaCross,
  "equal-weight.ts": readFileSync(join(repository, "examples", "monthly-equal-weight.ts"), "utf8"),
  "any.ts": smaCross.replace(
    / {2}setup:[\s\S]*$/,
    "  onBar(ctx) {\n    for (const symbol of ctx.symbols) if (ctx.bars === 2) ctx.orderTargetPercent(symbol, 0.25);\n  },\n});\n",
  ),
  "own-slippage.ts": smaCross.replace("  onBar(", "  slippage: ({ bar }) => bar.high.minus(bar.low).div(10),\n  onBar("),
  "AAPL.csv": sample("AAPL.csv"),
  "hours.csv":
    "time,open,high,low,close,volume\n2013-05-01T14:00:00Z,63.5,63.8,63.1,63.2,100\n2013-05-01T15:00:00Z,63.2,63.4,62.9,63,100\n",
  "eur.csv": "date,rate\n2012-01-01,1.2939\n2013-01-02,1.3262\n2014-01-02,1.3658\n",
  "MSFT.csv": sample("MSFT.csv"),
  "ms.csv": "ms\n20\n0.125\n1500\n",
  "actions.csv": "symbol,type,ex_date,pay_date,amount,ratio\nMSFT,dividend,2014-02-18,2014-03-13,0.28,\n",
  "members.csv": "symbol,from,to\nAAPL,2012-01-01,\nMSFT,2013-07-01,\n",
  "borrow.csv": "symbol,from,rate,available\nAAPL,2012-01-01,0.0125,100000\n*,2012-01-01,0.03,\n",
  "overnight.csv": "symbol,from,long,short\n*,2012-01-01,0.055,-0.01\n",
  "run.json": blocks("json")[0] ?? "",
  "BTCUSDT.csv": `time,open,high,low,close,volume\n${rows(60, (index) => `${day(index).toISOString().slice(0, 10)},0.1234567${index % 9},0.2,0.1,0.15,10.5`)}`,
  "intraday.csv": `time,open,high,low,close,volume\n${rows(60, (index) => `2014-01-02 ${String(9 + Math.floor((31 + index) / 60)).padStart(2, "0")}:${String((31 + index) % 60).padStart(2, "0")},10,11,9,10.5,100`)}`,
  "bars.txt": rows(60, (index) => `${euro(day(index))};10,5;11;9,25;10,75;1000`),
  "prices/msft.csv":
    "time,open,high,low,close,volume\n2014-01-02 09:31,10,11,9,10.5,100\n2014-01-02 09:32,10,11,9,10.5,100\n2014-01-02 09:33,10,11,9,10.5,100\n",
};

test.each(blocks("json"))("the settings %s run", async (json) => {
  const folder = folderWith({ ...files, "example.json": json });
  writeFileSync(join(folder, "prices", "aapl.csv.gz"), gzipSync(files["prices/msft.csv"]));
  const given = JSON.parse(json);
  const data = given.data === undefined ? ["--data", "AAPL.csv", "--data", "MSFT.csv"] : [];
  const { code, stdout, stderr } = await rustybt(["run", "any.ts", ...data, "--config", "example.json", "--json"], { cwd: folder });
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const { config } = (JSON.parse(stdout) as ResultDocument).manifest;
  const table: SettingTable = commandSettingTable;
  for (const key of Object.keys(given).filter((key) => Object.hasOwn(config, key)))
    expect(Reflect.get(config, key), key).not.toEqual(table[key]?.default);
});

test.each(blocks("sh").flatMap((block) => block.trim().split("\n")))("%s", async (line) => {
  const args = line
    .split(" ")
    .slice(1)
    .map((word) => word.replaceAll('"', ""));
  const { code, stderr } = await rustybt([...args, "--json"], { cwd: folderWith(files) });
  expect(stderr).toBe("");
  expect(code).toBe(0);
});

/** Keys as the tables name them: those of a group inside a group, or that a run has with another default, with the name of their group before them. */
function leaves(table: SettingTable, isInside = false): (readonly [name: string, setting: Setting<unknown>])[] {
  return Object.entries(table).flatMap(([key, setting]) => {
    if (setting.models !== undefined)
      return Object.values(setting.models).flatMap((keys) => leaves(keys).map(([name, inner]) => [`${key}: ${name}`, inner] as const));
    if (setting.keys === undefined) return [[key, setting] as const];
    const inner = leaves(setting.keys, true);
    const isLong = (name: string, { default: its }: Setting<unknown>) =>
      isInside || (Object.hasOwn(commandSettingTable, name) && Reflect.get(commandSettingTable, name).default !== its);
    return inner.map(([name, setting]) => [isLong(name, setting) ? `${key}.${name}` : name, setting] as const);
  });
}

test("every key stands in a table, with its default where it stands alone", () => {
  for (const [key, setting] of leaves(commandSettingTable)) {
    expect(docs, key).toMatch(new RegExp(`\\| [^\\n]*\`${key.split(": ").at(-1)}\``));
    const row = docs.split("\n").find((line) => line.startsWith(`| \`${key}\` |`) && line.split(" | ").length === 4);
    if (row === undefined) continue;
    const shown = row.split(" | ")[2]?.replaceAll("`", "").trim();
    const values = [JSON.stringify(setting.default), String(setting.default)];
    expect(values, `${key}: ${row}`).toContain(shown);
  }
});

test("every choice a key has is named", () => {
  for (const [key, { values }] of leaves(commandSettingTable)) {
    for (const value of values ?? []) expect(docs, `${key} ${value}`).toContain(value === "\t" ? "tab" : value === "|" ? "`\\|`" : value);
  }
});

test("what belongs to a later version is listed", () => {
  for (const key of Object.keys(laterSettings)) expect(docs).toContain(`\`${key}\``);
});
