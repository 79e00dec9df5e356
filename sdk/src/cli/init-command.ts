import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ConfigurationError } from "@rustybt/engine/errors";
import type { Command } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { shownPath } from "./shown-path.ts";
import { type OutputFile, writeFolder } from "./write-folder.ts";

const templateFolder = fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? "../../template/" : "../template/", import.meta.url));

export const initCommand: Command = {
  name: "init",
  summary: "Makes a project with a strategy, sample data and a test that passes.",
  positionals: [{ name: "dir", required: false, meaning: "folder of the project, the current one without it" }],
  flags: [],
  examples: [
    ["rustybt init my-strategy", "Makes the folder my-strategy with everything in it."],
    ["rustybt init", "Puts the files into the current folder; nothing that exists is overwritten."],
  ],
  async run({ positionals }, { terminal, version }) {
    const folder = resolve(positionals[0] ?? ".");
    const files = projectFiles(basename(folder), version);
    refuseToOverwrite(folder, files);
    writeFolder(folder, files);
    const shown = shownPath(folder);
    terminal.out(`Made a project in ${shown}: ${files.map(({ name }) => name).join(", ")}\n\nNext\n`);
    if (folder !== process.cwd()) terminal.out(`  cd ${shown}\n`);
    terminal.out("  npm install\n  npx rustybt run strategy.ts --data prices.csv\n  npm test\n");
    return exitCodes.ok;
  },
};

function projectFiles(name: string, version: string): OutputFile[] {
  const manifest = {
    name:
      name
        .toLowerCase()
        .replace(/[^a-z0-9-_.]+/g, "-")
        .replace(/^[-_.]+/, "") || "strategy",
    private: true,
    type: "module",
    scripts: { backtest: "rustybt run strategy.ts --data prices.csv", test: "node --test", types: "tsc" },
    engines: { node: ">=22.18" },
    dependencies: { rustybt: version },
    devDependencies: { "@types/node": "^24", typescript: "^6" },
  };
  return [
    ...readdirSync(templateFolder)
      .sort()
      .map((file) => ({ name: file, content: readFileSync(join(templateFolder, file)) })),
    // npm leaves .gitignore out of packages, so it cannot lie in the template.
    { name: ".gitignore", content: "node_modules/\nout/\n" },
    { name: "package.json", content: `${JSON.stringify(manifest, null, 2)}\n` },
  ];
}

function refuseToOverwrite(folder: string, files: readonly OutputFile[]): void {
  const shown = shownPath(folder);
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw new ConfigurationError(`${shown} is a file, not a folder`, {
      code: "cli.exists",
      hint: "Choose another name for the project.",
      context: { path: folder },
    });
  }
  const taken = files
    .filter(({ name }) => existsSync(join(folder, name)))
    .map(({ name }) => name)
    .sort();
  if (taken.length === 0) return;
  throw new ConfigurationError(`${shown} already has ${taken.join(", ")}; nothing was written`, {
    code: "cli.exists",
    hint: "Choose another folder, or move these files away first.",
    context: { path: folder, taken },
  });
}
