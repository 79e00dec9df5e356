import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Outcome } from "../outcome.ts";
import { installPeer } from "../peers/install.ts";
import { spreadOf } from "../statistics.ts";
import { closes, compared, lookback, picked, symbols } from "./market.ts";

const run = promisify(execFile);
const floorMs = 1000;

interface Spent {
  readonly wall: number;
  readonly cpu: number;
}

export async function compareW17(repetitions: number, say: (line: string) => void): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "rustybt-w17-"));
  try {
    const source = join(folder, "closes.i32");
    writeFileSync(source, new Uint8Array(closes().buffer));
    say("W17: environment of pandas");
    const python = await installPeer({ driver: "pandas" });
    const [ourFile, theirFile] = [join(folder, "ours.f64"), join(folder, "theirs.f64")];
    const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));
    const numbers = [symbols, lookback, picked, compared].map(String);
    const ours: Spent[] = [];
    const theirs: Spent[] = [];
    for (let round = 1; round <= repetitions; round++) {
      say(`W17: ${round} of ${repetitions}`);
      ours.push(await spentBy(process.execPath, [script("ours.ts"), ourFile]));
      theirs.push(await spentBy(python, [script("peer.py"), source, theirFile, ...numbers]));
      assertSame(cellsOf(ourFile), cellsOf(theirFile));
    }
    const of = (spent: readonly Spent[]) => ({ wall: spreadOf(spent.map(({ wall }) => wall)), cpu: spreadOf(spent.map(({ cpu }) => cpu)) });
    const figures = { ours: of(ours), pandas: of(theirs), load: loadavg()[0] ?? 0 };
    const ratio = figures.pandas.cpu.median / figures.ours.cpu.median;
    const ms = (value: number) => `${value.toFixed(0)} ms`;
    const lines = [
      `W17 parity: ranks and picks equal pandas, scores to 1e-9, on one row in ${compared}`,
      `W17 returns(${lookback}), rank, z-score, top ${picked} of ${symbols} symbols x 10 years: ${ms(figures.ours.wall.median)} (least ${ms(figures.ours.wall.min)}), CPU ${ms(figures.ours.cpu.median)}; floor ${ms(floorMs)}`,
      `W17 pandas ${ms(figures.pandas.wall.median)} (least ${ms(figures.pandas.wall.min)}), CPU ${ms(figures.pandas.cpu.median)}: ${ratio.toFixed(2)}x of our CPU time`,
    ];
    return {
      id: "W17",
      lines,
      holds: figures.ours.cpu.median < floorMs,
      page: `Load ${figures.load.toFixed(2)} at the end.\n\n${lines.map((line) => `- ${line}`).join("\n")}\n`,
      figures: { ...figures, ratio },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function spentBy(program: string, args: readonly string[]): Promise<Spent> {
  const { stdout } = await run(program, [...args], { env: { ...process.env, TZ: "UTC" } });
  return JSON.parse(stdout) as Spent;
}

function cellsOf(file: string): Float64Array {
  const bytes = readFileSync(file);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** Three cells a symbol: rank, score, picked. */
function assertSame(ours: Float64Array, theirs: Float64Array): void {
  if (ours.length !== theirs.length || ours.length === 0) throw new Error(`W17: ${ours.length} cells against ${theirs.length}`);
  for (let at = 0; at < ours.length; at++) {
    const [a, b] = [ours[at] as number, theirs[at] as number];
    const isSame = at % 3 === 1 ? Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b)) : a === b;
    if (!isSame) throw new Error(`W17: cell ${at % 3} of symbol ${Math.floor(at / 3) % symbols} is ${a}, with pandas ${b}`);
  }
}
