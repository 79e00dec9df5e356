import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { env } from "#server/lib/env.ts";
import { builtFile } from "./built-file.ts";
import { removeLeftControlGroups } from "./cgroup.ts";
import { isLeftBehind } from "./job-name.ts";
import { seccompFilter } from "./seccomp-filter.ts";

/** What a job sees of this machine, copied to where its user may read it. */
export interface Runtime {
  /** The sandbox's file system: `node`, the libraries it needs, `app` (runner, engine, addon), and where `dev` and `job` go. */
  readonly root: string;
  /** The list of system calls, as bubblewrap reads it. */
  readonly filter: string;
  /** Where job folders are made. */
  readonly jobs: string;
}

const prepared = new Map<string, Promise<Runtime>>();

/**
 * Puts Node, its libraries and the runner into RUSTYBT_HOME, in a folder named after their content; the next call finds it there. The
 * checkout itself may lie where the jobs' user cannot look.
 */
export function prepareRuntime(folder: string = env().folders.runtime): Promise<Runtime> {
  let runtime = prepared.get(folder);
  if (runtime === undefined) {
    runtime = Promise.resolve().then(() => makeRuntime(folder));
    prepared.set(folder, runtime);
    // A failure is for whoever asked; the next call tries again.
    runtime.catch(() => prepared.delete(folder));
  }
  return runtime;
}

interface Source {
  readonly path: string;
  /** In the root of the sandbox. */
  readonly to: string;
}

function makeRuntime(folder: string): Runtime {
  const app = appFiles();
  const node = realpathSync(process.execPath);
  const key = keyOf(node, app);
  const place = join(folder, `sandbox-${key}`);
  const runtime = { root: join(place, "root"), filter: join(place, "seccomp.bpf"), jobs: join(folder, "jobs") };
  makeOpenFolder(runtime.jobs);
  if (!existsSync(runtime.filter)) {
    const draft = join(folder, `.sandbox-${key}-${randomBytes(4).toString("hex")}`);
    try {
      const addon = app.find(({ path }) => path.endsWith(".node"));
      for (const { path, to } of [{ path: node, to: "node" }, ...librariesOf(node, addon?.path), ...app])
        putFile(path, join(draft, "root", to));
      for (const each of ["dev", "job"]) makeOpenFolder(join(draft, "root", each));
      for (const device of ["null", "urandom"]) writeFileSync(join(draft, "root", "dev", device), "");
      writeFileSync(join(draft, "seccomp.bpf"), seccompFilter());
      chmodSync(join(draft, "seccomp.bpf"), 0o444);
      openFolders(draft);
      moveInto(draft, place);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  const now = new Date();
  utimesSync(place, now, now);
  removeOld(folder, place);
  for (const name of readdirSync(runtime.jobs)) if (isLeftBehind(name)) rmSync(join(runtime.jobs, name), { recursive: true, force: true });
  removeLeftControlGroups();
  return runtime;
}

/** The runner's chunks, and the addon as the package the engine looks for. */
function appFiles(): Source[] {
  const built = dirname(builtFile("main.mjs"));
  const chunks = readdirSync(built).filter((name) => name.endsWith(".mjs") && name !== "bundle.mjs");
  const native = createRequire(join(built, "main.mjs")).resolve("rustybt-linux-x64-gnu/package.json");
  const { main }: { readonly main: string } = JSON.parse(readFileSync(native, "utf8"));
  const inApp = join("app", "node_modules", "rustybt-linux-x64-gnu");
  return [
    ...chunks.map((name) => ({ path: join(built, name), to: join("app", name) })),
    { path: native, to: join(inApp, "package.json") },
    { path: join(dirname(native), main), to: join(inApp, main) },
  ];
}

/** Node is 120 MB: it goes by version, size and time; the small files by their bytes. */
function keyOf(node: string, app: readonly Source[]): string {
  const { size, mtimeMs } = statSync(node);
  const hash = createHash("sha256")
    .update(JSON.stringify([process.version, size, mtimeMs]))
    .update(seccompFilter());
  for (const { path, to } of app) hash.update(`\0${to}\0`).update(readFileSync(path));
  return hash.digest("hex").slice(0, 16);
}

/** What the dynamic loader would map, and the loader itself under its own path. */
function librariesOf(...binaries: readonly (string | undefined)[]): Source[] {
  const found = new Map<string, string>();
  for (const binary of binaries) {
    if (binary === undefined) continue;
    const listing = execFileSync("ldd", [binary], { encoding: "utf8" });
    for (const [, path = ""] of listing.matchAll(/(?:=> )?(\/\S+) \(0x/g)) {
      const isLoader = basename(path).startsWith("ld-linux");
      found.set(isLoader ? path.slice(1) : join("lib", basename(path)), path);
    }
  }
  return [...found].map(([to, path]) => ({ path: realpathSync(path), to }));
}

/** Linked where it can be and may be read by others, else copied. */
function putFile(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  const { mode } = statSync(from);
  const isExecutable = (mode & 0o100) !== 0;
  if ((mode & 0o004) !== 0 && (!isExecutable || (mode & 0o001) !== 0) && isLinked(from, to)) return;
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
  chmodSync(to, isExecutable ? 0o555 : 0o444);
}

function isLinked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false; // another file system, or a file of somebody else: then it is copied
  }
}

function makeOpenFolder(path: string): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
}

function openFolders(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) openFolders(join(folder, entry.name));
}

function moveInto(draft: string, place: string): void {
  try {
    renameSync(draft, place);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Another process was first: what it made is the same.
    if (code !== "EEXIST" && code !== "ENOTEMPTY") throw error;
  }
}

const oldMs = 7 * 24 * 3600 * 1000;

function removeOld(folder: string, current: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!/^\.?sandbox-/.test(name) || path === current) continue;
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > oldMs) rmSync(path, { recursive: true, force: true });
  }
}
