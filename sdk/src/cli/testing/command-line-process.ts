import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const mainFile = fileURLToPath(new URL("../main.ts", import.meta.url));
export const repository = fileURLToPath(new URL("../../../../", import.meta.url));
export const samplePrices = join(repository, "examples", "data", "AAPL.csv");

export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  /** Without what is said when a command takes longer than a second, as it may on a busy machine. */
  readonly stderr: string;
}

export interface ProcessOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What to run instead of the command line, with Node. */
  readonly main?: readonly string[];
  /** Called with each piece of stderr and a way to signal the process. */
  readonly onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

const progress = /^(?:(?:Running|Checking): \d+% after .*|(?:Reading prices|Making the report)\.\.\.)\n/gm;

/** Runs the command line in a process of its own, as a user would. */
export function rustybt(
  args: readonly string[],
  { cwd = repository, env = {}, main = [mainFile], onStderr }: ProcessOptions = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...main, ...args], { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    const texts = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      texts.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      texts.stderr += text;
      onStderr?.(text, (signal) => child.kill(signal));
    });
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout: texts.stdout, stderr: texts.stderr.replace(progress, "") }));
  });
}

/** A folder outside the repository with these files, gone after the test. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "rustybt-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

export const smaCross = `import { crossOver, crossUnder, defineStrategy, param, sma } from "rustybt";

export default defineStrategy({
  name: "SMA cross",
  params: { fast: param.int(10, { min: 2, max: 60 }), slow: param.int(30, { min: 5, max: 250 }) },
  setup: ({ data, params }) => ({ fast: sma(data.close, params.fast), slow: sma(data.close, params.slow) }),
  onBar(ctx, { fast, slow }) {
    if (crossOver(fast, slow)) ctx.order(100);
    else if (crossUnder(fast, slow)) ctx.close();
  },
});
`;
