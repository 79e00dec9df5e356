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

interface RuntimeFile {
  /** In the root of the sandbox. */
  readonly to: string;
  readonly bytes: Uint8Array;
}

function makeRuntime(folder: string): Runtime {
  const { files, addon } = appFiles();
  const node = realpathSync(process.execPath);
  const key = keyOf(node, files);
  const place = join(folder, `sandbox-${key}`);
  const runtime = { root: join(place, "root"), filter: join(place, "seccomp.bpf"), jobs: join(folder, "jobs") };
  makeOpenFolder(runtime.jobs);
  if (!existsSync(runtime.filter)) {
    const draft = join(folder, `.sandbox-${key}-${randomBytes(4).toString("hex")}`);
    try {
      putNode(node, join(draft, "root", "node"));
      for (const { to, bytes } of [...librariesOf(node, addon), ...files]) putBytes(bytes, join(draft, "root", to));
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

/** The runner's chunks, and the addon as the package the engine looks for. Read once: a build may be replacing them. */
function appFiles(): { readonly files: readonly RuntimeFile[]; readonly addon: string } {
  const built = dirname(builtFile("main.mjs"));
  const chunks = readdirSync(built).filter((name) => name.endsWith(".mjs") && name !== "bundle.mjs");
  const native = createRequire(join(built, "main.mjs")).resolve("rustybt-linux-x64-gnu/package.json");
  const manifest = readFileSync(native);
  const { main }: { readonly main: string } = JSON.parse(manifest.toString("utf8"));
  const inApp = join("app", "node_modules", "rustybt-linux-x64-gnu");
  const addon = join(dirname(native), main);
  const files = [
    ...chunks.map((name) => ({ to: join("app", name), bytes: readFileSync(join(built, name)) })),
    { to: join(inApp, "package.json"), bytes: manifest },
    { to: join(inApp, main), bytes: readFileSync(addon) },
  ];
  return { files, addon };
}

/** Node is 120 MB: it goes by version, size and time; the small files by their bytes. */
function keyOf(node: string, files: readonly RuntimeFile[]): string {
  const { size, mtimeMs } = statSync(node);
  const hash = createHash("sha256")
    .update(JSON.stringify([process.version, size, mtimeMs]))
    .update(seccompFilter());
  for (const { to, bytes } of files) hash.update(`\0${to}\0`).update(bytes);
  return hash.digest("hex").slice(0, 16);
}

/** What the dynamic loader would map, and the loader itself under its own path. */
function librariesOf(...binaries: readonly string[]): RuntimeFile[] {
  const found = new Map<string, string>();
  for (const binary of binaries) {
    const listing = execFileSync("ldd", [binary], { encoding: "utf8" });
    for (const [, path = ""] of listing.matchAll(/(?:=> )?(\/\S+) \(0x/g)) {
      const isLoader = basename(path).startsWith("ld-linux");
      found.set(isLoader ? path.slice(1) : join("lib", basename(path)), path);
    }
  }
  return [...found].map(([to, path]) => ({ to, bytes: readFileSync(path) }));
}

function putBytes(bytes: Uint8Array, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, bytes);
  // The loader is run by the kernel.
  chmodSync(to, 0o555);
}

/**
 * Linked where it can be and may be run by others, else copied. What replaces Node replaces the name, never the bytes. The jobs of a plain user
 * are that user, who may write to a Node of their own: they get one that nobody writes to.
 */
function putNode(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  if (process.getuid?.() === 0 && (statSync(from).mode & 0o005) === 0o005 && isLinked(from, to)) return;
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
  chmodSync(to, 0o555);
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
