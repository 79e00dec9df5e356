import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ResultDocument } from "@rustybt/engine";
import { expect, test } from "vitest";
import { folderWith, repository, rustybt, smaCross } from "./testing/command-line-process.ts";

const docs = readFileSync(join(repository, "docs", "data-files.md"), "utf8");
const fences = [...docs.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language, text = ""]) => ({ language, text }));
const blocks = (wanted: string): string[] => fences.filter(({ language }) => language === wanted).map(({ text }) => text);
const commands = blocks("sh").flatMap((block) => block.trim().split("\n"));

/** For any number of symbols. */
const anySymbols = smaCross.replace(/ {2}setup:[\s\S]*$/, "  onBar() {},\n});\n");

function argumentsOf(command: string): string[] {
  return command
    .split(" ")
    .slice(1)
    .map((word) => word.replace("../shared/data", join(repository, "..", "shared", "data")));
}

test.each(commands)("%s", async (command) => {
  expect(existsSync(join(repository, "..", "shared", "data")), "../shared/data must lie beside the repository").toBe(true);
  const folder = folderWith({ "sma-cross.ts": anySymbols });
  const { code, stdout, stderr } = await rustybt([...argumentsOf(command), "--json"], { cwd: folder });
  if (command.includes("PEP")) {
    expect(code).toBe(2);
    expect(JSON.parse(stdout).error).toMatchObject({ code: "data.symbolUnknown", hint: expect.stringContaining("KO") });
    return;
  }
  expect(stderr.replace(/^note: .*\n/gm, "")).toBe("");
  expect(code).toBe(0);
  const result: ResultDocument = JSON.parse(stdout);
  expect(result.manifest.data.length).toBe(command.split("--data").length - 1);
});

test("the error of a bad row reads as in the documentation", async () => {
  const path = join(repository, "..", "shared", "data", "equities-daily", "quandl-wiki", "WIKI-AMZN.csv.gz");
  const { code, stdout, stderr } = await rustybt(["run", "sma-cross.ts", "--data", path], {
    cwd: folderWith({ "sma-cross.ts": smaCross }),
  });
  const shown = blocks("").find((block) => block.startsWith("error: "));
  expect(stderr.replace(path, "WIKI-AMZN.csv.gz")).toBe(shown);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
});
