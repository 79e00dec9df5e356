import { writeSync } from "node:fs";

const nothing = new Int32Array(new SharedArrayBuffer(4));

/** Writes all bytes; waits while whoever reads them is busy. */
export function writeWhole(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(file, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(nothing, 0, 0, 1);
    }
  }
}
