import { readSync } from "node:fs";

const word = 3;
const nothing = new Int32Array(new SharedArrayBuffer(4));

/** Waits for the parent's word, and for whole of it: a machine under load may interrupt the wait or let it be read in pieces. */
export function mayGoOn(): boolean {
  const bytes = Buffer.alloc(word);
  for (let at = 0; at < word; ) {
    try {
      const got = readSync(0, bytes, { offset: at });
      if (got === 0) return false;
      at += got;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "EAGAIN" && code !== "EINTR") throw error;
      Atomics.wait(nothing, 0, 0, 1);
    }
  }
  return true;
}
