import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Decimal, type ResultDocument } from "../index.ts";
import { poppler } from "../report/testing/poppler.ts";
import { folderWith, repository, rustybt, samplePrices } from "./testing/command-line-process.ts";

const flags = ["--data", `AAPL=${samplePrices}`, "--commission", "percent:0.0005", "--slippage", "bps:2"];
const strategy = join(repository, "examples", "sma-cross.ts");

async function resultFolder(): Promise<string> {
  const folder = folderWith({});
  expect((await rustybt(["run", strategy, ...flags, "--out", folder])).code).toBe(0);
  return folder;
}

test("each number of the PDF is that of the document, rounded, and that of the command line's table", async () => {
  const folder = await resultFolder();
  const { code, stdout } = await rustybt(["report", folder, "--pdf", "t.pdf", "--html", "t.html"], { cwd: folder });
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^wrote t\.pdf, \d+ kB\nwrote t\.html, \d+ kB\n$/)]);
  const document: ResultDocument = JSON.parse(readFileSync(join(folder, "result.json"), "utf8"));
  const pdf = poppler("pdftotext", "-layout", join(folder, "t.pdf"), "-");
  const html = readFileSync(join(folder, "t.html"), "utf8");
  const table = (await rustybt(["run", strategy, ...flags])).stdout;
  const metric = (id: string) => document.metrics.find((one) => one.id === id);
  const inPdf = (label: string, text: string) => {
    expect(pdf).toMatch(new RegExp(`${label} +${plain(text).replaceAll(".", "\\.")}`));
  };
  // The shown forms are made here from the document with decimal.js, not by the code under test.
  const percent = (value: unknown) => `${shown(new Decimal(String(value)).times(100))}\u202f%`;
  const money = (value: unknown) => `${shown(new Decimal(String(value)))}\u202fUSD`;

  for (const [id, text] of [
    ["totalReturn", percent(document.summary.totalReturn)],
    ["annualReturn", percent(document.summary.annualReturn)],
    ["maxDrawdown", percent(document.summary.maxDrawdown)],
    ["sharpe", shown(new Decimal(String(metric("sharpe")?.value)))],
    ["volatility", percent(metric("volatility")?.value)],
    ["trades", String(document.summary.trades)],
  ] as const) {
    expect(pdf, id).toContain(plain(text));
    expect(html, id).toContain(`<dd class="value">${text}</dd>`);
    expect(table, id).toContain(ascii(text));
  }
  for (const id of ["winRate", "averageTradeReturn", "timeInMarket", "averageExposure"]) {
    inPdf(metric(id)?.label ?? id, percent(metric(id)?.value));
    expect(table).toContain(ascii(percent(metric(id)?.value)));
  }
  for (const id of ["expectancy", "averageWin", "averageLoss", "bestTrade", "worstTrade"]) {
    inPdf(metric(id)?.label ?? id, money(metric(id)?.value));
    expect(table).toContain(ascii(money(metric(id)?.value)).replace(" USD", ""));
  }
  inPdf("Commission, by its rule, before rounding", money(`-${document.summary.costs.commission}`));
  inPdf("Slippage, inside the prices of the fills", money(`-${document.summary.costs.slippage}`));
  inPdf("Dividends", money(document.summary.dividends));
  inPdf("Net profit", money(document.summary.profit));
  inPdf("End value", money(document.summary.endValue));
  for (const digest of [document.hash, document.seal, document.manifest.strategy.sha256]) expect(pdf).toContain(digest);

  // Month ends of the equity, divided with decimal.js.
  const ends = new Map(document.equity.map(({ t, equity }) => [t.slice(0, 7), equity]));
  let before = document.summary.startValue;
  const months = [...ends].map(([month, equity]) => {
    const text = shown(new Decimal(equity).div(before).minus(1).times(100), 1);
    before = equity;
    return [month, text] as const;
  });
  for (const year of ["2012", "2013", "2014", "2015"]) {
    const ofYear = months.filter(([month]) => month.startsWith(year)).map(([, text]) => text);
    expect(pdf).toMatch(new RegExp(`${year} +${ofYear.join(" +").replaceAll(".", "\\.")} +\u2212?\\d`));
  }
});

const tightBrackets = join(repository, "sdk", "src", "report", "testing", "tight-brackets.ts");

test("a run with bounds has its interval, its deciding bars, why orders did not fill and its costs by kind in PDF and HTML", async () => {
  const folder = folderWith({});
  const costs = ["--commission", "percent:0.0005,unit=0.01", "--slippage", "bps:2", "--set", "interest.rate=0.02"];
  await rustybt(["run", tightBrackets, "--data", `AAPL=${samplePrices}`, "--bounds", ...costs, "--out", folder]);
  const { code } = await rustybt(["report", folder, "--pdf", "t.pdf", "--html", "t.html"], { cwd: folder });
  expect(code).toBe(0);
  const { bounds, summary, orders }: ResultDocument = JSON.parse(readFileSync(join(folder, "result.json"), "utf8"));
  if (bounds === undefined) throw new Error("the run has no bounds");
  const pdf = poppler("pdftotext", "-layout", join(folder, "t.pdf"), "-");
  // Words as they follow each other, wherever lines and cells end.
  const words = poppler("pdftotext", join(folder, "t.pdf"), "-").replaceAll(/\s+/g, " ");
  const page = readFileSync(join(folder, "t.html"), "utf8");
  const amount = (value: string) => shown(new Decimal(value));

  const interval = `${amount(bounds.low)} to ${amount(bounds.high)}\u202fUSD`;
  expect(new Decimal(bounds.low).lt(bounds.high)).toBe(true);
  expect(pdf).toMatch(new RegExp(`End value +${plain(amount(summary.endValue))} USD +between the bounds +${plain(interval)}`));
  expect(page).toContain(`<strong>End value ${amount(summary.endValue)}\u202fUSD</strong>, between the bounds ${interval}`);
  for (const text of [words, page]) {
    expect(text.toLowerCase()).toContain(`${bounds.bars.length} bars decide it: ${bounds.bars.length} by path`);
    expect(text).toContain("Least and greatest end value of the same strategy under eight models");
    expect(text).toContain("An envelope of these models, not a guarantee.");
  }
  for (const { equity } of bounds.runs) expect(pdf).toContain(plain(amount(equity)));
  for (const { t, symbol, reason } of bounds.bars) {
    expect(pdf).toMatch(new RegExp(`${t.slice(0, 10)} +${symbol} +${reason} `));
    expect(page).toContain(`<td>${t.slice(0, 10)}</td><td>${symbol}</td><td>${reason}</td>`);
  }

  const [rejected] = orders.filter(({ status }) => status === "rejected");
  const [expired] = orders.filter(({ status }) => status === "expired");
  expect([rejected?.reason, expired?.reason]).toEqual(["insufficientCash", "dayEnd"]);
  for (const order of [rejected, expired]) {
    const { stdout } = await rustybt(["explain", folder, String(order?.id), "--json"]);
    const { whyNot } = JSON.parse(stdout);
    expect(whyNot.length).toBeGreaterThan(1);
    for (const sentence of whyNot) expect(page).toContain(sentence);
    expect(words).toContain(whyNot[0]);
    expect(pdf).toMatch(new RegExp(`${order?.status}, ${order?.reason} +1 `));
  }

  for (const [label, kind] of [
    ["Commission, by its rule, before rounding", "commission"],
    ["Slippage, inside the prices of the fills", "slippage"],
    ["Rounding, beyond the exact amount", "rounding"],
    ["Interest, on debt, less that on cash", "interest"],
  ] as const) {
    expect(pdf).toMatch(new RegExp(`${label} +${plain(amount(new Decimal(summary.costs[kind] ?? Number.NaN).neg().toFixed()))} USD`));
  }
  // Cash earned it: a cost below zero, and a step upwards.
  expect(new Decimal(summary.costs.interest ?? 0).lt(0)).toBe(true);
  expect(page).toContain("What rounding to a smallest unit took beyond the exact amount.");
  expect((await rustybt(["report", folder, "--pdf", "again.pdf"], { cwd: folder, env: { TZ: "Asia/Tokyo" } })).code).toBe(0);
  expect(readFileSync(join(folder, "again.pdf")).equals(readFileSync(join(folder, "t.pdf")))).toBe(true);
});

test("--json tells what was written, and the bytes are the same the next time", async () => {
  const folder = await resultFolder();
  const first = await rustybt(["report", join(folder, "result.json"), "--pdf", join(folder, "a.pdf"), "--json"]);
  const second = await rustybt(["report", folder, "--pdf", join(folder, "b.pdf"), "--json"], { env: { TZ: "Asia/Tokyo" } });
  const [a, b] = [JSON.parse(first.stdout), JSON.parse(second.stdout)];
  expect(a.written[0].sha256).toBe(b.written[0].sha256);
  expect(readFileSync(join(folder, "a.pdf")).equals(readFileSync(join(folder, "b.pdf")))).toBe(true);
});

test("--page letter makes pages of that size", async () => {
  const folder = await resultFolder();
  await rustybt(["report", folder, "--pdf", "t.pdf", "--page", "letter"], { cwd: folder });
  expect(poppler("pdfinfo", join(folder, "t.pdf"))).toMatch(/Page size: +612 x 792 pts \(letter\)/);
});

test("a result that was changed after the run gives no report, and the error says what to do", async () => {
  const folder = await resultFolder();
  const path = join(folder, "result.json");
  writeFileSync(path, readFileSync(path, "utf8").replace('"totalReturn":"0.1', '"totalReturn":"0.9'));
  const { code, stdout, stderr } = await rustybt(["report", path, "--pdf", join(folder, "t.pdf"), "--json"]);
  expect([code, JSON.parse(stdout).error.code]).toEqual([1, "report.seal"]);
  expect(stderr).toContain("does not hold");
  expect(stderr).toContain("rustybt verify");
  expect(existsSync(join(folder, "t.pdf"))).toBe(false);
});

test.each([
  ["neither target", ["x.json"], "rustybt report needs --pdf FILE or --html FILE"],
  ["an unknown page", ["x.json", "--pdf", "t.pdf", "--page", "a3"], '--page is "a3": expected a4 or letter'],
  ["a page without a PDF", ["x.json", "--html", "t.html", "--page", "a4"], "there is no --pdf FILE"],
  ["one file for both", ["x.json", "--html", "t", "--pdf", "./t"], "--pdf and --html both name ./t"],
  ["the result itself as target", ["x.json", "--html", "./x.json"], "would overwrite the result"],
  ["a missing result", ["nope.json", "--html", "t.html"], "result not found: nope.json"],
  ["JSON that is no result", ["x.json", "--html", "t.html"], "x.json is not a result: schema: "],
])("%s is bad input and leaves no file", async (_, args, message) => {
  const folder = folderWith({ "x.json": '{"a": 1}' });
  const { code, stdout, stderr } = await rustybt(["report", ...args], { cwd: folder });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
  expect(readdirSync(folder)).toEqual(["x.json"]);
});

test("a place that cannot be written leaves nothing behind", async () => {
  const folder = await resultFolder();
  const { code, stderr } = await rustybt(["report", folder, "--html", "result.json/t.html"], { cwd: folder });
  expect(code).toBe(2);
  expect(stderr).toContain("Check that the path exists");
  expect(readdirSync(folder)).toEqual(["result.json"]);
});

test("of a long run the file of all points is read where it lies beside the result; without it the report says so", async () => {
  const minutes = Array.from({ length: 21_000 }, (_, i) => {
    const close = (100 + 10 * Math.sin(i / 3000)).toFixed(2);
    return `${new Date(Date.UTC(2024, 0, 25) + i * 60_000).toISOString()},${close},${close},${close},${close},1000`;
  });
  const folder = folderWith({ "m.csv": `time,open,high,low,close,volume\n${minutes.join("\n")}\n` });
  await rustybt(["run", strategy, "--data", "m.csv", "--set", "calendar=24/7", "--out", "out"], { cwd: folder });
  const whole = await rustybt(["report", "out", "--html", "whole.html"], { cwd: folder });
  expect([whole.code, whole.stderr]).toEqual([0, ""]);
  expect(readFileSync(join(folder, "whole.html"), "utf8")).not.toContain("kept points");
  writeFileSync(join(folder, "alone.json"), readFileSync(join(folder, "out", "result.json")));
  const alone = await rustybt(["report", "alone.json", "--html", "alone.html"], { cwd: folder });
  expect([alone.code, alone.stderr]).toEqual([0, expect.stringContaining("equity.ndjson.gz is not beside alone.json")]);
  expect(readFileSync(join(folder, "alone.html"), "utf8")).toContain("kept points of 21000");
});

/** Two decimals, half-even, with the separators of the reports. */
function shown(value: Decimal, decimals = 2): string {
  const [whole = "", fraction] = value.toFixed(decimals, Decimal.ROUND_HALF_EVEN).split(".");
  const isZero = value.toDecimalPlaces(decimals, Decimal.ROUND_HALF_EVEN).isZero();
  return `${isZero ? whole.replace("-", "") : whole.replace("-", "\u2212").replace(/\B(?=(?:\d{3})+$)/g, "\u202f")}.${fraction}`;
}

/** pdftotext reads every space as a plain one. */
function plain(text: string): string {
  return text.replaceAll("\u202f", " ");
}

/** As the terminal has it. */
function ascii(text: string): string {
  return text
    .replace("\u2212", "-")
    .replace(/\u202f(?=\d)/g, ",")
    .replaceAll("\u202f", " ");
}
