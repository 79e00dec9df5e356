import { closeSync, openSync, readdirSync } from "node:fs";
import process from "node:process";
import type { Layer } from "../probe.ts";

/**
 * Tries what a job must not be able to do, as its code could: by layer `denied`, or what went through. Nothing is written anywhere should
 * it go through: files are opened where only a sandbox would let them be made.
 */
export function whatWasDenied(): Partial<Record<Layer, string>> {
  return { filesystem: filesystem(), systemCalls: systemCalls(), environment: environment() };
}

const root = ["app", "dev", "job", "lib", "lib64", "node"];

function filesystem(): string {
  const found = readdirSync("/").sort();
  if (found.join() !== root.join()) return `the job sees ${found.slice(0, 20).join(", ")} at the root`;
  for (const path of ["/probe", "/job/probe", "/app/probe", "/dev/probe"]) {
    const outcome = attempt(() => openSync(path, "wx"));
    if (outcome !== "EROFS") return `making ${path} was answered with ${outcome}, not EROFS`;
  }
  for (const path of ["/etc/passwd", "/proc/self/environ", "/tmp", "/sys"]) {
    const outcome = attempt(() => openSync(path, "r"));
    if (outcome !== "ENOENT") return `opening ${path} was answered with ${outcome}, not ENOENT`;
  }
  return "denied";
}

/** Without the list of system calls a process may always ask whether it could signal itself. */
function systemCalls(): string {
  const outcome = attempt(() => {
    process.kill(process.pid, 0);
  });
  return outcome === "EPERM" ? "denied" : `a system call that is not on the list was answered with ${outcome}`;
}

const known = ["LANG", "LD_LIBRARY_PATH", "PWD", "TZ"];

function environment(): string {
  const other = Object.keys(process.env).find((name) => !known.includes(name));
  return other === undefined ? "denied" : `the job sees the environment variable ${other}`;
}

function attempt(what: () => number | undefined): string {
  try {
    const file = what();
    if (file !== undefined) closeSync(file);
    return "success";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}
