import { expect, test } from "vitest";
import { headlineFigures } from "../../charts/index.ts";
import { sampleResult } from "../../charts/testing/sample-result.ts";
import { renderHtml } from "./render-html.ts";

const result = await sampleResult();
const page = renderHtml(result);

test("nothing of a result gets into the page as markup", () => {
  const hostile = `"><img src=x onerror=alert(1)><script>alert(1)</script>'&`;
  const spoilt = {
    ...result,
    manifest: {
      ...result.manifest,
      strategy: { name: hostile, sha256: null },
      params: { [hostile]: hostile },
      data: result.manifest.data.map((source) => ({ ...source, symbol: hostile, source: hostile })),
    },
    trades: result.trades.map((trade) => ({ ...trade, symbol: hostile })),
    warnings: [{ code: "x", message: hostile }],
    assumptions: [{ code: "x", message: hostile }],
  };
  const html = renderHtml(spoilt);
  expect(html).not.toContain("<img");
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).toContain("&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&lt;script&gt;");
});

test("the page asks the network for nothing and allows no script and no style but its own", () => {
  expect(page).toMatch(
    /content="default-src &#39;none&#39;; style-src &#39;sha256-[^;]+&#39;; script-src &#39;sha256-[^;]+&#39;; base-uri &#39;none&#39;/,
  );
  expect(page).not.toMatch(/https?:|url\(|@import|<link|<img|<iframe| style="| on[a-z]+="/);
});

test("figures, hash, notice and verify line stand in the page as they do everywhere", () => {
  for (const { text, label } of headlineFigures(result)) {
    expect(page).toContain(`<dt>${label}</dt><dd class="value">${text}</dd>`);
  }
  expect(page).toContain(result.hash);
  expect(page).toContain("npx rustybt verify result.json");
  expect(page).toContain("Hypothetical backtest: simulated on past prices");
  expect(page.match(/<tr>/g)?.length).toBeGreaterThan(result.trades.length + result.metrics.length);
});

test("every picture has its finding as its name and its numbers as a table", () => {
  const figures = page.match(/<figure>/g)?.length ?? 0;
  expect(figures).toBeGreaterThan(8);
  expect(page.match(/role="img" aria-label="[^"]+\."/g)).toHaveLength(figures);
  expect(page.match(/<summary>As a table<\/summary>/g)).toHaveLength(figures);
});
