import { Frame } from "./frames.ts";

/** What a job sent that no job of ours sends. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

/** More was sent than the job may. */
export class OutputLimitError extends Error {
  override readonly name = "OutputLimitError";
}

/** The top bit of a frame's length: its body is bytes of the part that was opened last. */
export const bytesFlag = 0x80000000;
const mostText = 8 * 2 ** 20;
const mostBytes = 4 * 2 ** 20;
const mostTexts = 200_000;

export type Message = Frame | Uint8Array;

/**
 * Frames of fd 3: four bytes of length, little-endian, then JSON or, with the top bit set, bytes. Every length is checked before anything
 * is kept, every message against its schema. Waits for its reader: a job that sends faster than it is read waits too.
 */
export async function* readFrames(chunks: AsyncIterable<Uint8Array>, outputBytes: number): AsyncGenerator<Message> {
  const head = Buffer.alloc(4);
  let headFill = 0;
  let body: Buffer | undefined;
  let bodyFill = 0;
  let isBytes = false;
  let total = 0;
  let texts = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > outputBytes) throw new OutputLimitError(`more than ${outputBytes} bytes`);
    for (let at = 0; at < chunk.length || (body !== undefined && bodyFill === body.length); ) {
      if (body === undefined) {
        const taken = Math.min(4 - headFill, chunk.length - at);
        head.set(chunk.subarray(at, at + taken), headFill);
        headFill += taken;
        at += taken;
        if (headFill < 4) break;
        headFill = 0;
        const length = head.readUInt32LE(0);
        isBytes = length >= bytesFlag;
        const size = isBytes ? length - bytesFlag : length;
        if (size > (isBytes ? mostBytes : mostText)) throw new ProtocolError(`a frame of ${size} bytes`);
        body = Buffer.allocUnsafe(size);
        bodyFill = 0;
      }
      const taken = Math.min(body.length - bodyFill, chunk.length - at);
      body.set(chunk.subarray(at, at + taken), bodyFill);
      bodyFill += taken;
      at += taken;
      if (bodyFill < body.length) break;
      const whole = body;
      body = undefined;
      if (!isBytes && ++texts > mostTexts) throw new ProtocolError(`more than ${mostTexts} messages`);
      yield isBytes ? whole : parseFrame(whole);
    }
  }
  if (body !== undefined || headFill > 0) throw new ProtocolError("the last frame is cut off");
}

function parseFrame(body: Buffer): Frame {
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch {
    throw new ProtocolError("a frame that is not JSON");
  }
  const frame = Frame.safeParse(value);
  if (frame.success) return frame.data;
  const [issue] = frame.error.issues;
  throw new ProtocolError(`a frame with ${issue?.path.join(".") || "its kind"} out of place`);
}
