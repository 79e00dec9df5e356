import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { folderWith, rustybt, samplePrices, smaCross } from "./testing/command-line-process.ts";

interface BadInput {
  readonly what: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly code: 1 | 2;
  /** All of these stand in the message. */
  readonly says: readonly string[];
}

const data = ["--data", samplePrices];
const acting = (action: string): string => smaCross.replace("    if (crossOver", `    ${action}\n    if (crossOver`);
const bars =
  "Date,Open,High,Low,Close,Volume\n2014-01-02,10,11,9,10.5,1000\n2014-01-03,10.5,11,10,10.8,1000\n2014-01-06,10.8,10.9,10.1,x,1000\n";

const cases: readonly BadInput[] = [
  {
    what: "a missing strategy file",
    args: ["run", "nope.ts", ...data],
    code: 2,
    says: ["strategy file not found: nope.ts", "rustybt init"],
  },
  { what: "a folder as strategy", files: { "d/x": "" }, args: ["run", "d", ...data], code: 2, says: ["d is not a file"] },
  { what: "a missing data file", args: ["run", "s.ts", "--data", "nope.csv"], code: 2, says: ["nope.csv"] },
  { what: "no data", args: ["run", "s.ts"], code: 2, says: ["needs price data", "--data PATH"] },
  {
    what: "an unknown parameter",
    args: ["run", "s.ts", ...data, "--param", "fats=3"],
    code: 2,
    says: ['unknown parameter "fats"', "did you mean fast?", "fast, slow"],
  },
  { what: "a parameter out of range", args: ["run", "s.ts", ...data, "--param", "fast=61"], code: 2, says: ["fast", "61", "2 to 60"] },
  {
    what: "a parameter that is no number",
    args: ["run", "s.ts", ...data, "--param", "fast=ten"],
    code: 2,
    says: ['parameter fast: "ten" is not a number'],
  },
  {
    what: "a parameter without a value",
    args: ["run", "s.ts", ...data, "--param", "fast"],
    code: 2,
    says: ["--param fast: expected name=value"],
  },
  {
    what: "a parameter given twice",
    args: ["run", "s.ts", ...data, "--param", "fast=3", "--param", "fast=4"],
    code: 2,
    says: ["--param fast is given twice: 3 and 4"],
  },
  {
    what: "a symbol that is not in the data",
    args: ["run", "s.ts", ...data, "--symbols", "APPL"],
    code: 2,
    says: ["APPL", "did you mean AAPL?"],
  },
  { what: "a span without bars", args: ["run", "s.ts", ...data, "--from", "2020-01-01"], code: 2, says: ["2020-01-01", "2015-12-31"] },
  {
    what: "a bad row",
    files: { "bad.csv": bars },
    args: ["run", "s.ts", "--data", "bad.csv"],
    code: 2,
    says: ["bad.csv", "4", "Close", "--bad-rows skip"],
  },
  {
    what: "a rate above one",
    args: ["run", "s.ts", ...data, "--commission", "percent:5"],
    code: 2,
    says: ['commission.rate is "5" (from --commission)', "fractions"],
  },
  {
    what: "a file of borrow rates that is not there",
    args: ["run", "s.ts", ...data, "--set", "account.type=margin", "--set", "borrow.file=nope.csv"],
    code: 2,
    says: ["nope.csv does not exist", "relative to the current folder"],
  },
  {
    what: "a bad row in a file of borrow rates",
    files: { "rates.csv": "symbol,from,rate,available\nAAPL,2012-01-03,0.05,\nAAPL,2013-01-02,5%,\n" },
    args: ["run", "s.ts", ...data, "--set", "account.type=margin", "--set", "borrow.file=rates.csv"],
    code: 2,
    says: ["rates.csv, line 3, rate", '"5%" is not a fraction from -10 to 10', "0.05 is 5 %"],
  },
  {
    what: "two sources of interest",
    files: { "run.json": '{"interest": {"rate": "0.04"}}' },
    args: ["run", "s.ts", ...data, "--config", "run.json", "--set", "interest.debit=0.06"],
    code: 2,
    says: ["interest.debit", "interest.rate says already what is charged", "from --set"],
  },
  {
    what: "an unknown setting",
    args: ["run", "s.ts", ...data, "--set", "fill.market=nextOpen"],
    code: 2,
    says: ["fill", "did you mean fills?"],
  },
  {
    what: "a setting of a later version",
    args: ["run", "s.ts", ...data, "--set", "funding=0.01"],
    code: 2,
    says: ["perpetual funding is not available in this version"],
  },
  {
    what: "a latency without a unit",
    args: ["run", "s.ts", ...data, "--set", "latency.submit=20"],
    code: 2,
    says: ['latency.submit is "20" (from --set latency.submit)', 'Write the unit: "20ms".'],
  },
  {
    what: "orders that take time beside fills at the close they were decided on",
    args: ["run", "s.ts", ...data, "--latency", "20ms", "--set", "fills.market=thisClose"],
    code: 2,
    says: ["latency.submit is", "(from --latency)", 'fills.market "thisClose" (from --set fills.market)'],
  },
  {
    what: "a latency file that is not there",
    args: ["run", "s.ts", ...data, "--set", 'latency.ack={"model":"file","path":"nope.csv"}'],
    code: 2,
    says: ["the latency file nope.csv cannot be read"],
  },
  {
    what: "a missing settings file",
    args: ["run", "s.ts", ...data, "--config", "nope.json"],
    code: 2,
    says: ["config file not found: nope.json"],
  },
  {
    what: "a settings file that is no JSON",
    files: { "run.json": '{\n  "cash": 1,\n}\n' },
    args: ["run", "s.ts", ...data, "--config", "run.json"],
    code: 2,
    says: ["run.json is not JSON, line 3 column 1"],
  },
  {
    what: "a bad value in a settings file",
    files: { "run.json": '{"fills": {"market": "now"}}' },
    args: ["run", "s.ts", ...data, "--config", "run.json"],
    code: 2,
    says: ['fills.market is "now" (from run.json)', '"nextOpen", "nextClose" or "thisClose"'],
  },
  {
    what: "an unknown flag",
    args: ["run", "s.ts", ...data, "--comission", "none"],
    code: 2,
    says: ["unknown flag --comission, did you mean --commission?"],
  },
  { what: "an unknown command", args: ["runn", "s.ts"], code: 2, says: ['unknown command "runn", did you mean run?'] },
  { what: "a strategy without its command", args: ["s.ts", ...data], code: 2, says: ["rustybt run s.ts"] },
  {
    what: "a flag of a later version",
    args: ["run", "s.ts", ...data, "--funding"],
    code: 2,
    says: ["--funding: perpetual funding is not available in this version"],
  },
  {
    what: "bounds beside a path of one's own",
    args: ["run", "s.ts", ...data, "--bounds", "--set", "fills.path=worst"],
    code: 2,
    says: ["bounds is true (from --bounds)", 'fills.path is "worst" (from --set fills.path)'],
  },
  {
    what: "a command of a later version",
    args: ["optimize", "s.ts"],
    code: 2,
    says: ["rustybt optimize is not available in this version"],
  },
  {
    what: "an unknown metric",
    args: ["run", "s.ts", ...data, "--fail-if", "sharp<1"],
    code: 2,
    says: ["unknown metric sharp, did you mean sharpe?", "totalReturn"],
  },
  {
    what: "a syntax error",
    files: { "s.ts": smaCross.replace("ctx.order(100);", "ctx.order(100;") },
    args: ["run", "s.ts", ...data],
    code: 2,
    says: ["s.ts:8: Expected"],
  },
  {
    what: "syntax that is no plain JavaScript",
    files: { "s.ts": `${smaCross}\nenum Side { Buy }\n` },
    args: ["run", "s.ts", ...data],
    code: 2,
    says: ["s.ts:13", "enum"],
  },
  {
    what: "a missing import",
    files: { "s.ts": `import { x } from "./signals.ts";\n${smaCross}` },
    args: ["run", "s.ts", ...data],
    code: 2,
    says: ["cannot find signals.ts, imported from s.ts"],
  },
  {
    what: "a name rustybt does not export",
    files: { "s.ts": smaCross.replaceAll("crossOver", "crossover") },
    args: ["run", "s.ts", ...data],
    code: 2,
    says: ["s.ts:1: rustybt has no export named crossover, did you mean crossOver?"],
  },
  {
    what: "no default export",
    files: { "s.ts": smaCross.replace("export default", "export const strategy =") },
    args: ["run", "s.ts", ...data],
    code: 2,
    says: ["s.ts has no default export (it exports strategy)"],
  },
  {
    what: "a default export that is no strategy",
    files: { "s.ts": "export default { onBar() {} };" },
    args: ["run", "s.ts", ...data],
    code: 2,
    says: ["s.ts exports a plain object by default"],
  },
  {
    what: "an unknown callback",
    files: { "s.ts": smaCross.replace("onBar(", "onbar(") },
    args: ["run", "s.ts", ...data],
    code: 2,
    says: ["s.ts:3", 'unknown key "onbar"', "did you mean onBar?"],
  },
  {
    what: "a file that throws while it loads",
    files: { "s.ts": `${smaCross}\nthrow new Error("too early");\n` },
    args: ["run", "s.ts", ...data],
    code: 2,
    says: ["s.ts:13: too early"],
  },
  {
    what: "a strategy that throws",
    files: { "s.ts": acting('if (ctx.bars > 40) throw new Error("ouch");') },
    args: ["run", "s.ts", ...data],
    code: 1,
    says: ["Error: ouch", "bar 41 of 2012-03-01", "s.ts:8"],
  },
  {
    what: "an off-tick price",
    files: { "s.ts": acting("ctx.order(1, { limit: 10.001 });") },
    args: ["run", "s.ts", ...data],
    code: 1,
    says: ["10.001", "0.01", "s.ts:8"],
  },
  {
    what: "a fractional share",
    files: { "s.ts": acting("ctx.order(1.5);") },
    args: ["run", "s.ts", ...data],
    code: 1,
    says: ["1.5", "s.ts:8"],
  },
  {
    what: "an order for an unknown symbol",
    files: { "s.ts": acting('ctx.order("APPL", 1);') },
    args: ["run", "s.ts", ...data],
    code: 1,
    says: ["APPL", "AAPL", "s.ts:8"],
  },
  {
    what: "an order for nothing",
    files: { "s.ts": acting("ctx.order(0);") },
    args: ["run", "s.ts", ...data],
    code: 1,
    says: ["0", "s.ts:8"],
  },
  {
    what: "a quantity beyond every number",
    files: { "s.ts": acting('ctx.order("100000000000000000000");') },
    args: ["run", "s.ts", ...data],
    code: 1,
    says: ["100000000000000000000", "s.ts:8"],
  },
  {
    what: "an amount that overflows",
    files: { "s.ts": acting('ctx.order("9000000000000000000");') },
    args: ["run", "s.ts", ...data, "--set", "instruments.*.multiplier=1000000000", "--set", "account.type=margin"],
    code: 1,
    says: ["AAPL: notional is larger than the exact number type can hold", "s.ts:8"],
  },
  {
    what: "an async callback",
    files: { "s.ts": smaCross.replace("onBar(ctx", "async onBar(ctx") },
    args: ["run", "s.ts", ...data],
    code: 2,
    says: ["onBar is async"],
  },
];

test.each(cases)("$what: one clear error, no trace, no file", async ({ files = {}, args, code, says }) => {
  const folder = folderWith({ "s.ts": smaCross, ...files });
  const before = readdirSync(folder).sort();
  const outcome = await rustybt(args[0] === "run" ? [...args, "--out", "out", "--json"] : args, { cwd: folder });
  for (const text of says) expect(outcome.stderr).toContain(text);
  expect(outcome.code).toBe(code);
  expect(outcome.stderr).toMatch(/^error: [\s\S]+\n {2}next: /);
  expect(outcome.stderr).not.toMatch(/^\s+at |node:internal|panicked|\/sdk\/src|\/engine\/src/m);
  expect(readdirSync(folder).sort()).toEqual(before);
  if (args[0] === "run") expect(JSON.parse(outcome.stdout).error.message).toContain(says[0]);
});
