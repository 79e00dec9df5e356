import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { AppError } from "#server/lib/errors.ts";

/** Takes the state of this checkout for this process, or says which live process has it. Answers how to give it back. */
export function becomeSoleOwner(file: string): () => void {
  if (existsSync(file)) {
    const [pid, startedAt] = readFileSync(file, "utf8").split(" ");
    if (Number(pid) !== process.pid && startedAt !== undefined && startOf(Number(pid)) === startedAt) {
      throw new AppError("conflict", `The portal of this checkout is already running as process ${pid}.`, {
        hint: `Use that one, or stop it first: kill ${pid}`,
      });
    }
  }
  writeFileSync(file, `${process.pid} ${startOf(process.pid)}`, { mode: 0o600 });
  return () => rmSync(file, { force: true });
}

/** When a process started, in the kernel's ticks: tells it from a later one with the same number. `undefined` for none. */
function startOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return undefined;
  }
  const file = `/proc/${pid}/stat`;
  // The name in brackets may hold spaces; the start is the 20th field behind it (proc(5), field 22).
  return existsSync(file) ? readFileSync(file, "utf8").split(") ").at(-1)?.split(" ")[19] : "alive";
}
