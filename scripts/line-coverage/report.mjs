import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { inRoot, root } from "../setup/root.mjs";

const least = 95;
const areas = [
  { title: "Money", pattern: /^money\/src\// },
  { title: "Ledger (account)", pattern: /^engine\/src\/account\// },
  { title: "Matching", pattern: /^engine\/src\/matching\// },
  { title: "Orders", pattern: /^engine\/src\/orders\// },
];
const ofTests = /(^|\/)(tests?\/|[^/]*tests?\.rs$)/;

/** Writes docs/quality/coverage.md; answers the areas below the least share of lines. */
export function writeReport(files) {
  const counted = areas.map(({ title, pattern }) => {
    const rows = [...files]
      .filter(([name]) => pattern.test(name) && !ofTests.test(name.replace(pattern, "")))
      .map(([name, lines]) => ({ name, lines: lines.size, missed: [...lines].filter(([, times]) => times === 0).map(([line]) => line) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const lines = rows.reduce((sum, row) => sum + row.lines, 0);
    const missed = rows.reduce((sum, row) => sum + row.missed.length, 0);
    return { title, rows, lines, share: share(lines, missed) };
  });
  const file = inRoot("docs", "quality", "coverage.md");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text(counted));
  for (const { title, lines, share: reached } of counted) console.log(`${title.padEnd(18)} ${reached} % of ${lines} lines`);
  return counted.filter(({ share: reached }) => Number(reached) < least).map(({ title, share: reached }) => `${title} ${reached} %`);
}

function text(counted) {
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
  return `# Lines of the money core that tests run

Written by \`npm run coverage\` at commit ${commit}: the compiler's own counters (\`-C instrument-coverage\`) over \`cargo test\` of money, market and
engine, and over the engine's TypeScript tests on an addon built with the same counters. Each area must reach ${least} % of its lines.
Numbers behind a file are the lines that never ran.

| area | lines with code | run |
| --- | --- | --- |
${counted.map(({ title, lines, share: reached }) => `| ${title} | ${lines} | ${reached} % |`).join("\n")}

${counted
  .map(
    ({ title, rows }) =>
      `## ${title}\n| file | lines | run | never run |\n| --- | --- | --- | --- |\n${rows.map((row) => `| \`${row.name}\` | ${row.lines} | ${share(row.lines, row.missed.length)} % | ${spans(row.missed)} |`).join("\n")}\n`,
  )
  .join("\n")}`;
}

function share(lines, missed) {
  return lines === 0 ? "100.0" : (Math.floor(((lines - missed) / lines) * 1000) / 10).toFixed(1);
}

/** 3, 4, 5, 9 as 3–5, 9. */
function spans(lines) {
  const found = [];
  for (const line of lines.toSorted((a, b) => a - b)) {
    const last = found.at(-1);
    if (last?.[1] === line - 1) last[1] = line;
    else found.push([line, line]);
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(", ");
}
