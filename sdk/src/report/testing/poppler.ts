import { spawnSync } from "node:child_process";

/** Runs a program of poppler-utils; a missing one is named with the line that installs it. */
export function poppler(program: "pdftotext" | "pdfinfo" | "pdffonts", ...args: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (error !== undefined) {
    throw new Error(`${program} is not on the PATH; install it: apt-get install -y --no-install-recommends poppler-utils`, {
      cause: error,
    });
  }
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} failed: ${stderr}`);
  return stdout;
}
