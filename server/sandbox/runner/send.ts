import type { Frame } from "../frames.ts";
import { writeWhole } from "./write-whole.ts";

const channel = 3;
const bytesFlag = 0x80000000;
const mostAtOnce = 1 << 20;
const { stringify } = JSON;
const encoder = new TextEncoder();

/** Sends one message to the parent; waits while the parent is busy. */
export function sendFrame(frame: Frame): void {
  const body = encoder.encode(stringify(frame));
  writeWhole(channel, header(body.length));
  writeWhole(channel, body);
}

/** Sends bytes of the part that was opened last. */
export function sendBytes(bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; from += mostAtOnce) {
    const piece = bytes.subarray(from, from + mostAtOnce);
    writeWhole(channel, header(piece.length + bytesFlag));
    writeWhole(channel, piece);
  }
}

function header(length: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, length, true);
  return bytes;
}
