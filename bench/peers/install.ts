import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { benchFolder } from "../bench-folder.ts";
import type { Peer } from "./peer.ts";

const run = promisify(execFile);
const interpreter = "python3.11";

/**
 * The Python of a peer's own environment under `.bench`, made on the first call from the exact versions of its lock file.
 * Throws with the installer's last words when that is impossible.
 */
export async function installPeer({ driver }: Pick<Peer, "driver">): Promise<string> {
  const lock = fileURLToPath(new URL(`locks/${driver}.txt`, import.meta.url));
  const environment = join(benchFolder, "venv", driver);
  const python = join(environment, "bin", "python");
  const done = join(environment, "installed.sha256");
  const wanted = createHash("sha256").update(readFileSync(lock)).digest("hex");
  if (existsSync(done) && readFileSync(done, "utf8") === wanted) return python;
  try {
    await run(interpreter, ["-m", "venv", "--clear", environment]);
    await run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", lock], { maxBuffer: 1 << 26 });
  } catch (error) {
    throw new Error(lastWords(error), { cause: error });
  }
  writeFileSync(done, wanted);
  return python;
}

function lastWords(error: unknown): string {
  if (error instanceof Error && "code" in error && error.code === "ENOENT")
    return `${interpreter} is not on the PATH (apt-get install -y python3.11-venv)`;
  const text = error instanceof Error && "stderr" in error && typeof error.stderr === "string" ? error.stderr : String(error);
  return text.trim().split("\n").slice(-2).join(" ");
}
