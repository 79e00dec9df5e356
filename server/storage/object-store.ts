import { createHash, randomUUID } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { mkdir, open, rename, rm, stat, unlink, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { AppError } from "#server/lib/errors.ts";

export interface StoredObject {
  readonly sha256: string;
  readonly bytes: number;
}

/** Files by the sha256 of their bytes: what has the same content is stored once, and what a row names cannot change under it. */
export interface ObjectStore {
  /** Stores bytes; more than `maxBytes` are refused with `invalid` and leave nothing behind. */
  put(bytes: AsyncIterable<Uint8Array> | Uint8Array, maxBytes?: number): Promise<StoredObject>;
  has(sha256: string): Promise<boolean>;
  /** Throws `not_found`. */
  read(sha256: string): Promise<{ readonly stream: Readable; readonly bytes: number }>;
  /** Where a local program finds the object; it must only read it. */
  path(sha256: string): string;
  delete(sha256: string): Promise<void>;
  /** Deletes what nobody has stored anew since; somebody may be about to name what they stored. Answers whether it is gone. */
  deleteIfOlder(sha256: string, than: Date): Promise<boolean>;
}

/**
 * An object store in a folder of this machine. Its files can be read by everyone, so that a job of another user reads a link to one, but the
 * folder is made for its owner alone: only who is given a link gets at a file. A folder that is there keeps the rights it was given.
 */
export function folderStore(folder: string): ObjectStore {
  const path = (sha256: string): string => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new AppError("invalid", `"${sha256}" is no sha256.`);
    return join(folder, sha256.slice(0, 2), sha256);
  };
  return {
    path,
    async put(bytes, maxBytes = Number.POSITIVE_INFINITY) {
      const incoming = join(folder, "incoming");
      await makeFolder(folder);
      await mkdir(incoming, { recursive: true });
      const part = join(incoming, randomUUID());
      const hash = createHash("sha256");
      let size = 0;
      const file = await open(part, "wx", 0o644);
      try {
        for await (const chunk of bytes instanceof Uint8Array ? [bytes] : bytes) {
          size += chunk.byteLength;
          if (size > maxBytes) {
            throw new AppError("invalid", `The file is larger than ${maxBytes} bytes, which is the most that is taken.`, {
              hint: "Send a smaller or compressed file, or raise RUSTYBT_UPLOAD_LIMIT_MB.",
            });
          }
          hash.update(chunk);
          await file.writeFile(chunk);
        }
        await file.sync();
        await file.close();
        const sha256 = hash.digest("hex");
        const target = path(sha256);
        if (await isTouched(target)) return { sha256, bytes: size };
        await mkdir(dirname(target), { recursive: true });
        await rename(part, target);
        await syncFolder(dirname(target));
        return { sha256, bytes: size };
      } finally {
        await file.close().catch(() => {});
        await rm(part, { force: true });
      }
    },
    async has(sha256) {
      return existsSync(path(sha256));
    },
    async read(sha256) {
      const file = path(sha256);
      try {
        const { size } = await stat(file);
        return { stream: createReadStream(file), bytes: size };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
        throw new AppError("not_found", `The object ${sha256.slice(0, 12)} is not in the store.`, {
          hint: "Its folder may have been moved or cleaned.",
        });
      }
    },
    async delete(sha256) {
      await unlink(path(sha256)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
      });
    },
    async deleteIfOlder(sha256, than) {
      const file = path(sha256);
      const aside = join(folder, "incoming", `${sha256}.${randomUUID()}`);
      try {
        // First out of the way, then looked at: whoever stores it from here on finds nothing and stores their own.
        await rename(file, aside);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return true;
        throw error;
      }
      const isOlder = (await stat(aside)).mtime < than;
      if (isOlder) await unlink(aside);
      else await rename(aside, file);
      return isOlder;
    },
  };
}

/** Whether an object is there, which then counts as stored now. */
async function isTouched(file: string): Promise<boolean> {
  const now = new Date();
  try {
    await utimes(file, now, now);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

async function makeFolder(folder: string): Promise<void> {
  // Others must get past the folders above it, to the jobs.
  await mkdir(dirname(folder), { recursive: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

// The rename is on disk only when its folder is.
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
