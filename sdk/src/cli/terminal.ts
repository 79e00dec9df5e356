import { writeSync } from "node:fs";

/** Where a command writes: results on `out`, everything else on `err`. Both end lines themselves. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether `err` is a screen whose line can be rewritten. */
  readonly isScreen: boolean;
  /** Width to lay out for. */
  readonly columns: number;
}

const widest = 120;

export function processTerminal(process: NodeJS.Process): Terminal {
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => writeNow(process.stderr.fd, text),
    isScreen: process.stderr.isTTY === true && process.env.TERM !== "dumb",
    columns: Math.min(process.stdout.isTTY ? process.stdout.columns || 80 : 80, widest),
  };
}

// Not through the stream: Ctrl-C may have broken off a strategy in the middle of console.log, which leaves the stream stuck.
function writeNow(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) return; // nobody reads it any more
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Breaks text into lines of at most `width`, all but the first indented. A word that is longer stands alone. */
export function wrapText(text: string, width: number, indent = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const room = lines.length === 0 ? width : width - indent.length;
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.join(`\n${indent}`);
}
