import { chmodSync, chownSync, constants, copyFileSync, linkSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { jobName } from "./job-name.ts";
import type { DataFile, ProbeJob, SandboxJob } from "./sandbox-job.ts";

export interface JobFolder {
  readonly path: string;
  remove(): void;
}

/** The host's side of /job: `job.json`, `strategy.mjs` and the data, for one user to read and nobody to write. */
export function makeJobFolder(jobs: string, job: SandboxJob, userId: number | undefined): JobFolder {
  const path = join(jobs, jobName());
  const remove = () => rmSync(path, { recursive: true, force: true });
  try {
    mkdirSync(path, { mode: 0o700 });
    if ("strategy" in job) write(join(path, "strategy.mjs"), job.strategy.code);
    const files = "data" in job ? job.data : "file" in job ? [job.file] : [];
    const data = files.map((file, index) => place(file, index, path));
    write(join(path, "job.json"), JSON.stringify(jobText(job, data)));
    if (userId !== undefined) {
      chmodSync(path, 0o500);
      chownSync(path, userId, userId);
    }
    return { path, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** What the runner reads. */
export type JobText =
  | { readonly task: "inspect"; readonly name: string }
  | {
      readonly task: "run";
      readonly name: string;
      readonly sha256: string;
      readonly data: readonly PlacedFile[];
      readonly settings: object;
      readonly params: object;
    }
  | { readonly task: "probe"; readonly attempt: ProbeJob["attempt"] }
  | { readonly task: "inspectData" | "import"; readonly file: PlacedFile; readonly options: object };

export interface PlacedFile {
  /** Folder within the job's. */
  readonly folder: string;
  readonly file: string;
  readonly format: DataFile["format"];
}

function jobText(job: SandboxJob, data: readonly PlacedFile[]): JobText {
  switch (job.task) {
    case "inspect":
      return { task: job.task, name: job.strategy.name };
    case "run": {
      const { strategy, settings, params } = job;
      return { task: job.task, name: strategy.name, sha256: strategy.sha256, data, settings, params };
    }
    case "probe":
      return job;
    case "inspectData":
    case "import": {
      const [file] = data;
      if (file === undefined) throw new TypeError(`a job of ${job.task} needs a file`);
      return { task: job.task, file, options: job.options };
    }
  }
}

/** In a folder of its own, under the name the user knows, as far as that is a plain name. */
function place({ path: from, name, format }: DataFile, index: number, job: string): PlacedFile {
  const folder = join("data", String(index));
  const file = plainName(name);
  mkdirSync(join(job, folder), { recursive: true });
  const to = join(job, folder, file);
  if ((statSync(from).mode & 0o004) === 0 || !isLinked(from, to)) {
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
    chmodSync(to, 0o444);
  }
  for (const each of ["data", folder]) chmodSync(join(job, each), 0o755);
  return { folder, file, format };
}

function plainName(name: string): string {
  const plain = name
    .normalize("NFC")
    .replace(/^.*[/\\]/, "")
    .replace(/[^\p{L}\p{N} ._()+&-]/gu, "_")
    .slice(0, 80);
  return /[\p{L}\p{N}]/u.test(plain) && !plain.startsWith(".") ? plain : "data.csv";
}

function isLinked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false; // another file system, or a file of somebody else: then it is copied
  }
}

function write(path: string, text: string): void {
  writeFileSync(path, text);
  chmodSync(path, 0o444);
}
