import { type FileHandle, open } from "node:fs/promises";
import { z } from "zod";

/** One symbol of a column file. */
export interface StoredSymbol {
  readonly symbol: string;
  readonly rows: number;
  readonly from: string;
  readonly to: string;
  readonly priceScale: number;
  readonly volumeScale: number;
  readonly hasVolume: boolean;
  /** The mantissas of a column from a row on, as they lie in the file. */
  read(column: ColumnName, from: number, count: number): Promise<BigInt64Array>;
}

export interface OpenColumnFile {
  readonly symbols: readonly StoredSymbol[];
  close(): Promise<void>;
}

export type ColumnName = "time" | "open" | "high" | "low" | "close" | "volume";

const magic = Buffer.from("\x89RBT\r\n\x1a\n", "latin1");
const prefix = 48;
const valueBytes = 8;
const longestHeader = 64 * 2 ** 20;

const scale = z.number().int().min(0).max(38);
const Header = z.object({
  symbols: z.array(
    z.object({
      facts: z.object({ symbol: z.string(), rows: z.number().int().nonnegative(), from: z.string(), to: z.string() }),
      priceScale: scale,
      volumeScale: scale,
      columns: z.array(
        z.object({ name: z.enum(["time", "open", "high", "low", "close", "volume"]), offset: z.number().int().nonnegative() }),
      ),
    }),
  ),
});

/**
 * Opens the engine's column file (its format stands in `docs/data-files.md`) to show parts of it: the web process loads no native code, and a page
 * needs some rows. Runs read it through the engine, which checks every hash.
 */
export async function openColumnFile(path: string): Promise<OpenColumnFile> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const head = await readExactly(file, 0, prefix, size);
    if (!head.subarray(0, magic.length).equals(magic) || head.readUInt32LE(8) !== 1)
      throw new Error(`${path} is no column file of version 1`);
    const length = head.readUInt32LE(12);
    if (length > longestHeader) throw new Error(`${path} has a header of ${length} bytes`);
    const { symbols } = Header.parse(JSON.parse((await readExactly(file, prefix, length, size)).toString("utf8")));
    return {
      symbols: symbols.map(({ facts, priceScale, volumeScale, columns }) => {
        const offsets = new Map(columns.map(({ name, offset }) => [name, offset]));
        return {
          ...facts,
          priceScale,
          volumeScale,
          hasVolume: offsets.has("volume"),
          async read(column, from, count) {
            const offset = offsets.get(column);
            if (offset === undefined || from < 0 || count < 0 || from + count > facts.rows)
              throw new Error(`${path}: no such rows of ${column}`);
            const bytes = await readExactly(file, offset + from * valueBytes, count * valueBytes, size);
            return new BigInt64Array(bytes.buffer, bytes.byteOffset, count);
          },
        };
      }),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readExactly(file: FileHandle, offset: number, length: number, size: number): Promise<Buffer> {
  if (offset + length > size) throw new Error(`a column file of ${size} bytes ends before byte ${offset + length}`);
  // Not from the pool: the values must lie at a multiple of their size.
  const bytes = Buffer.from(new ArrayBuffer(length));
  for (let at = 0; at < length; ) {
    const { bytesRead } = await file.read(bytes, at, length - at, offset + at);
    if (bytesRead === 0) throw new Error("a column file became shorter while it was read");
    at += bytesRead;
  }
  return bytes;
}
