import { expect, test } from "vitest";
import type { ResultDocument } from "../result/document.ts";
import { changedDigits } from "./fixtures/changed-digits.ts";
import { partialFills } from "./fixtures/partial-fills.ts";
import { splitAndDividend } from "./fixtures/split-and-dividend.ts";
import type { Finding } from "./verify-result.ts";
import { verifyResult } from "./verify-result.ts";

/** Members that nothing else in a document follows from or leads to: the list of docs/result.md. */
const sealedOnly = [
  /^manifest\.(engine|nativeCore)$/,
  /^manifest\.strategy\./,
  /^manifest\.data\[\d+\]\.(source|sha256)$/,
  /^manifest\.config\.instruments\.[^.]+\.(tick|calendar)$/,
  /^manifest\.(startedAt|elapsedMs)$/,
];

function isNamed(path: string, findings: readonly Finding[]): boolean {
  const row = /^[^.[]*(\[\d+\])?/.exec(path)?.[0] ?? path;
  // A time of the curve is known by its digest only.
  const places = /^equity\[\d+\]\.t$/.test(path) ? [row, "manifest.clock"] : [row];
  return findings.some((finding) => places.some((place) => finding.path.startsWith(place) || finding.message.includes(place)));
}

function expectFound(document: ResultDocument, which: "last" | "every"): number {
  let changed = 0;
  for (const { path, from, to, document: forged } of changedDigits(document, which)) {
    if (sealedOnly.some((pattern) => pattern.test(path))) continue;
    const { ok, findings } = verifyResult(forged);
    const what = `${path}: ${from} changed to ${to}`;
    expect(ok, what).toBe(false);
    expect(isNamed(path, findings), `${what} is named by ${JSON.stringify(findings.slice(0, 3))}`).toBe(true);
    changed++;
  }
  return changed;
}

test("every digit of every value that is changed is found and named, with seal and hash made anew: partial fills", () => {
  expect(expectFound(partialFills, "every")).toBeGreaterThan(1500);
});

test("the last digit of every value that is changed is found and named: split, cash in lieu and dividend", () => {
  expect(expectFound(splitAndDividend, "last")).toBeGreaterThan(300);
});
