import { createHash, type Hash } from "node:crypto";
import { type FileHandle, mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ErrorFrame, Frame, LogFrame, PartName, ProgressFrame, ResultFrame } from "./frames.ts";
import type { PartFile } from "./outcome.ts";
import { type Message, ProtocolError } from "./read-frames.ts";

/** What a job says while it runs. */
export type LiveFrame = ProgressFrame | LogFrame;

export interface Received {
  readonly result: ResultFrame | undefined;
  readonly error: ErrorFrame | undefined;
  readonly parts: readonly PartFile[];
}

export interface ReceiveOptions {
  /** Where parts go; made when the first one comes. */
  readonly outputFolder: string | undefined;
  readonly onLayers: (seen: Readonly<Record<string, string>>) => Promise<void>;
  readonly onFrame: ((frame: LiveFrame) => void) | undefined;
}

/** Takes a job's frames in the one order they may come in: layers, then progress, logs and parts, then one result or one error, then nothing. */
export async function receiveOutput(messages: AsyncIterable<Message>, options: ReceiveOptions): Promise<Received> {
  const parts: PartFile[] = [];
  let part: OpenPart | undefined;
  let last: ResultFrame | ErrorFrame | undefined;
  let hasLayers = false;
  try {
    for await (const message of messages) {
      if (last !== undefined) throw new ProtocolError("something after its last word");
      if (message instanceof Uint8Array) {
        if (part === undefined) throw new ProtocolError("bytes of no part");
        await part.write(message);
        continue;
      }
      if ((message.kind === "layers") === hasLayers) throw new ProtocolError(`${message.kind} out of turn`);
      if (message.kind === "layers") hasLayers = true;
      if (endsPart(message) && part !== undefined) {
        parts.push(await part.close());
        part = undefined;
      }
      switch (message.kind) {
        case "layers":
          await options.onLayers(message.seen);
          break;
        case "progress":
        case "log":
          options.onFrame?.(message);
          break;
        case "part":
          if (parts.some(({ name }) => name === message.name)) throw new ProtocolError(`${message.name} twice`);
          part = await openPart(message.name, options.outputFolder);
          break;
        case "error":
        case "result":
          last = message;
      }
    }
  } finally {
    await part?.abandon();
  }
  return { result: last?.kind === "result" ? last : undefined, error: last?.kind === "error" ? last : undefined, parts };
}

function endsPart({ kind }: Frame): boolean {
  return kind === "part" || kind === "error" || kind === "result";
}

interface OpenPart {
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<PartFile>;
  abandon(): Promise<void>;
}

async function openPart(name: PartName, folder: string | undefined): Promise<OpenPart> {
  if (folder === undefined) throw new ProtocolError(`${name}, which nobody asked for`);
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  const file: FileHandle = await open(path, "wx", 0o600);
  const hash: Hash = createHash("sha256");
  let bytes = 0;
  return {
    async write(piece) {
      hash.update(piece);
      bytes += piece.length;
      for (let at = 0; at < piece.length; ) at += (await file.write(piece, at)).bytesWritten;
    },
    async close() {
      await file.close();
      return { name, path, bytes, sha256: hash.digest("hex") };
    },
    async abandon() {
      await file.close();
      await rm(path, { force: true });
    },
  };
}
