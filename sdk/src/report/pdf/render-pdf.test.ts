import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { sampleResult } from "../../charts/testing/sample-result.ts";
import { poppler } from "../testing/poppler.ts";
import { tenYears } from "../testing/ten-years.ts";
import { renderPdf } from "./render-pdf.ts";

const folder = mkdtempSync(join(tmpdir(), "rustybt-pdf-"));
const result = await sampleResult();
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

interface Rendering {
  readonly pdf: string;
  readonly html: string;
  readonly cpuMs: number;
  readonly megabytes: number;
}

function renderInProcess(document: object, timeZone: string): Rendering {
  const program = fileURLToPath(new URL("../testing/render-in-process.ts", import.meta.url));
  const from = written("result.json", JSON.stringify(document));
  const env = { ...process.env, TZ: timeZone, LANG: "de_DE.UTF-8" };
  return JSON.parse(execFileSync(process.execPath, [program, from, join(folder, "out.pdf")], { env, encoding: "utf8" }));
}

test("the same result gives the same bytes in two processes, two time zones and on another day", () => {
  const { pdf, html } = renderInProcess(result, "Pacific/Auckland");
  expect(
    renderInProcess({ ...result, manifest: { ...result.manifest, startedAt: "2031-01-01T00:00:00Z", elapsedMs: 5 } }, "America/New_York"),
  ).toMatchObject({
    pdf,
    html,
  });
});

test("the tear sheet has two pages, the run's last moment as its date, a title and embedded fonts", async () => {
  const path = written("a.pdf", await renderPdf(result));
  const info = poppler("pdfinfo", "-isodates", path);
  expect(info).toMatch(/^Pages: +2$/m);
  expect(info).toMatch(/^CreationDate: +2015-12-31T00:00:00/m);
  expect(info).toMatch(/^Title: +Zażółć − Δ <b>cross<\/b>: hypothetical backtest/m);
  expect(info).toMatch(/^Page size: +595.28 x 841.89 pts \(A4\)$/m);
  const fonts = poppler("pdffonts", path).trim().split("\n").slice(2);
  expect(fonts.length).toBeGreaterThan(1);
  for (const font of fonts) expect(font).toMatch(/DejaVu.* yes yes yes /);
});

test("letters of other alphabets and the true minus are read back as they are", async () => {
  const text = poppler("pdftotext", "-layout", written("b.pdf", await renderPdf(result, { page: "Letter" })), "-");
  expect(text).toContain("Zażółć − Δ <b>cross</b>");
  expect(text).toMatch(/\u2212\d+\.\d{2}/);
  expect(text).toContain("Page 1 of 2");
  expect(text).toContain("Page 2 of 2");
  expect(text).toContain(`hash ${result.hash.slice(0, 8)}`);
  expect(text).toContain(result.seal);
  expect(text).toContain("npx rustybt verify result.json");
  expect(text).toContain("Hypothetical backtest: simulated on past prices");
});

test("ten years of daily bars with over 5,000 trades take two pages, under 3 s of processor time and under 400 MB", async () => {
  const long = await tenYears();
  expect(long.trades.length).toBeGreaterThan(5000);
  const rendered = [renderInProcess(long, "UTC")];
  // Beside other work a processor takes longer for the same; only what is too slow twice is.
  if ((rendered[0]?.cpuMs ?? 0) >= 3000) rendered.push(renderInProcess(long, "UTC"));
  expect(Math.min(...rendered.map(({ cpuMs }) => cpuMs))).toBeLessThan(3000);
  expect(Math.min(...rendered.map(({ megabytes }) => megabytes))).toBeLessThan(400);
  expect(poppler("pdfinfo", join(folder, "out.pdf"))).toMatch(/^Pages: +2$/m);
});

test("bars that are given show the fills on pages of their own", async () => {
  const t = result.equity.map((point) => point.t);
  const column = t.map((_, i) => 100 + (i % 7));
  const text = poppler(
    "pdftotext",
    written("c.pdf", await renderPdf(result, { bars: { AAPL: { t, o: column, h: column, l: column, c: column } } })),
    "-",
  );
  expect(text).toContain("Fills on AAPL, 4 bars a candle");
  expect(text).toContain("Page 3 of 3");
});

test("where the packages that draw are missing, the error has the line that installs them", () => {
  // A copy of the sources beside the few packages that come with rustybt.
  const sources = fileURLToPath(new URL("../../../../", import.meta.url));
  const bare = join(folder, "bare");
  mkdirSync(join(bare, "node_modules", "@rustybt"), { recursive: true });
  for (const part of ["sdk/src", "sdk/schema", "engine"]) cpSync(join(sources, part), join(bare, part), { recursive: true });
  for (const name of [
    "decimal.js",
    "d3-scale",
    "d3-shape",
    "d3-array",
    "d3-path",
    "d3-interpolate",
    "d3-color",
    "d3-format",
    "d3-time",
    "d3-time-format",
    "internmap",
  ]) {
    cpSync(join(sources, "node_modules", name), join(bare, "node_modules", name), { recursive: true });
  }
  symlinkSync(join(bare, "engine"), join(bare, "node_modules", "@rustybt", "engine"));
  writeFileSync(join(bare, "package.json"), '{ "type": "module" }');
  const program = `import { renderPdf } from "./sdk/src/report/index.ts"; await renderPdf({}).catch(({ code, message, hint }) => console.log(JSON.stringify({ code, message, hint })));`;
  expect(JSON.parse(execFileSync(process.execPath, ["--input-type=module", "--eval", program], { cwd: bare, encoding: "utf8" }))).toEqual({
    code: "report.missingPeer",
    message: "a PDF needs the package @react-pdf/renderer, which is not installed",
    hint: "npm install @react-pdf/renderer react dejavu-fonts-ttf",
  });
});
