import type { ResultDocument } from "@rustybt/engine";
import { expect, test } from "vitest";
import { folderWith, rustybt, samplePrices } from "./testing/command-line-process.ts";

// 2012-01-03T00:00Z is a Tuesday; ICU's en-US texts of it and of the number are in CLDR's charts.
const strategy = `import { defineStrategy } from "rustybt";

export default defineStrategy({
  onBar(ctx) {
    if (ctx.bars > 1) return;
    const at = new Date(Date.UTC(2012, 0, 3));
    ctx.log([at.getDay(), at.getHours(), at.getTimezoneOffset(), new Date(2012, 0, 3).getTime() === at.getTime()].join(" "));
    ctx.log([at.toString(), at.toLocaleDateString(), (1234.5).toLocaleString(), ["z", "ä"].sort((a, b) => a.localeCompare(b)).join("")].join("|"));
    ctx.log([Intl.NumberFormat().format(1234.5), new Intl.NumberFormat("xx").format(1234.5), new Intl.NumberFormat("de").format(1234.5)].join("|"));
    ctx.log([Intl.DateTimeFormat().resolvedOptions().timeZone, "i".toLocaleUpperCase(), [1234.5].toLocaleString()].join("|"));
    ctx.order(at.getDay() + at.getHours());
  },
});
`;

test("the machine's time zone and language change nothing", async () => {
  const folder = folderWith({ "s.ts": strategy });
  const machines = [
    { TZ: "UTC", LC_ALL: "C" },
    { TZ: "Asia/Tokyo", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" },
    { TZ: "America/New_York", LC_ALL: "de_DE.UTF-8", LANG: "de_DE.UTF-8" },
    { TZ: "America/New_York", LC_ALL: "sv_SE.UTF-8", LANGUAGE: "sv" },
  ];
  const hashes = new Set<string>();
  for (const env of machines) {
    const { code, stdout, stderr } = await rustybt(["run", "s.ts", "--data", samplePrices, "--json"], { cwd: folder, env });
    expect([code, stderr]).toEqual([0, ""]);
    const { hash, fills } = JSON.parse(stdout) as ResultDocument;
    expect(fills[0]?.quantity).toBe("2");
    expect(stdout).toContain("Tue Jan 03 2012 00:00:00 GMT+0000 (Coordinated Universal Time)|1/3/2012|1,234.5|äz");
    for (const text of ["2 0 0 true", "1,234.5|1,234.5|1.234,5", "UTC|I|1,234.5"]) expect(stdout).toContain(text);
    hashes.add(hash);
  }
  expect([...hashes]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
});
