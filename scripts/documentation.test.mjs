import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { inRoot, root } from "./setup/root.mjs";

const pages = execFileSync("git", ["ls-files", "*.md"], { cwd: root, encoding: "utf8" }).trim().split("\n");

test("every relative link of every page leads to a file", () => {
  const broken = pages.flatMap((page) => {
    const links = [...readFileSync(inRoot(page), "utf8").matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, link]) => link);
    return links.filter((link) => !/^[a-z]+:/.test(link) && !existsSync(inRoot(dirname(page), link))).map((link) => `${page}: ${link}`);
  });
  expect(broken).toEqual([]);
});

test("the README shows sma-cross.ts and embedding.ts as they are, and so does the page of the npm package", () => {
  const body = (file) => readFileSync(inRoot("examples", file), "utf8").replace(/^\/\/.*\n/, "");
  for (const page of ["README.md", join("sdk", "README.md")]) expect(readFileSync(inRoot(page), "utf8")).toContain(body("sma-cross.ts"));
  expect(readFileSync(inRoot("README.md"), "utf8")).toContain(body("embedding.ts"));
});

test("the numbers of the decisions are 1, 2, … without a gap", () => {
  const numbers = pages
    .filter((page) => page.startsWith("docs/decisions/"))
    .map((page) => Number(page.slice("docs/decisions/".length, -3).slice(0, 4)));
  expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, i) => i + 1));
});
