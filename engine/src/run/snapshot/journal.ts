import { word } from "../block.ts";

/**
 * One command to the native core: its name, the words of the shared block that differ from those of the command before, as
 * `[place, value, …]` with 64-bit integers in decimal, and the text that goes along.
 */
export type JournalEntry = readonly [name: string, words: readonly (number | string)[], text?: string];

/**
 * Every command a run gave, in order. Everything the native core holds is a function of its data, its settings and these commands, so
 * giving them again makes the same core: there is no state that could be forgotten.
 */
export class Journal {
  readonly entries: JournalEntry[] = [];
  readonly #block: BigInt64Array;
  readonly #before = new BigInt64Array(word.count);
  #opened: JournalEntry | undefined;

  constructor(block: ArrayBuffer) {
    this.#block = new BigInt64Array(block);
  }

  /** A command whose words stand in the block, before it is given. */
  entry(name: string, text?: string): JournalEntry {
    const words: (number | string)[] = [];
    for (let place = 0; place < word.count; place++) {
      if (place === word.horizon) place = word.touch; // in between the native core answers
      if (this.#block[place] !== this.#before[place]) words.push(place, String(this.#block[place]));
    }
    return text === undefined ? [name, words] : [name, words, text];
  }

  /** Keeps an entry that was made just now. */
  keep(entry: JournalEntry): void {
    if (this.#opened !== undefined) this.entries.push(this.#opened);
    this.#opened = undefined;
    this.entries.push(entry);
    this.#apply(entry, this.#before);
  }

  /** An open that only counts when something is ordered before its bar. */
  open(): void {
    this.#opened = ["begin", [word.closed, String(this.#block[word.closed])]];
  }

  advanced(): void {
    this.#opened = undefined;
  }

  /** Gives the commands of a snapshot again: `give` with each one's words in the block. */
  replay(entries: readonly JournalEntry[], give: (name: string, text: string | undefined) => void): void {
    for (const entry of entries) {
      this.#apply(entry, this.#before);
      this.#block.set(this.#before);
      give(entry[0], entry[2]);
      this.entries.push(entry);
    }
  }

  #apply([, words]: JournalEntry, block: BigInt64Array): void {
    for (let i = 0; i < words.length; i += 2) block[words[i] as number] = BigInt(words[i + 1] as string);
  }
}
