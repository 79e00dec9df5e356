import { spawn } from "node:child_process";
import { builtFile } from "./built-file.ts";
import type { StrategyFile, StrategyProblem } from "./bundle-strategy.ts";

/** What the bundling process answers on stdout. */
export type BundlerAnswer =
  | { readonly code: string; readonly sourceMap: string; readonly name: string; readonly sha256: string }
  | { readonly problems: readonly StrategyProblem[] };

const wallMs = 15_000;
// A stack of esbuild may grow to 1 GB before it gives up.
const limits = ["--data=1600000000", "--cpu=10", "--core=0"];
const mostAnswer = 16 * 2 ** 20;

/** Runs `.build/sandbox/bundle.mjs`; when text brings it down, that is a problem of the text. */
export async function runBundler(files: readonly StrategyFile[]): Promise<BundlerAnswer> {
  const child = spawn(
    "prlimit",
    [...limits, "--", process.execPath, "--no-warnings", "--max-old-space-size=400", builtFile("bundle.mjs")],
    {
      stdio: ["pipe", "pipe", "ignore"],
      // Next.js declares NODE_ENV as always there; here nothing is.
      env: {} as NodeJS.ProcessEnv,
      detached: true,
    },
  );
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  // The bundler may be gone before it has read everything; its exit status says so.
  child.stdin.on("error", () => undefined);
  child.stdin.end(JSON.stringify(files));
  const stop = () => {
    if (child.pid !== undefined) killGroup(child.pid);
  };
  const timer = setTimeout(stop, wallMs);
  const chunks: Buffer[] = [];
  let bytes = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > mostAnswer) stop();
    else chunks.push(chunk);
  });
  try {
    const status = await ended;
    if (status === 0) return JSON.parse(Buffer.concat(chunks).toString("utf8")) as BundlerAnswer;
  } finally {
    clearTimeout(timer);
    stop();
  }
  return { problems: [tooMuch(files[0]?.path ?? "")] };
}

/** esbuild is a child of the bundler: the whole group goes. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function tooMuch(file: string): StrategyProblem {
  return {
    code: "strategy.syntax",
    file,
    line: 1,
    column: 1,
    message: "the source is nested too deeply or too long to be parsed",
    hint: "Nest expressions less, and give large tables to the run as data.",
  };
}
