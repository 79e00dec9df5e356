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
    err: (text) => process.stderr.write(text),
    isScreen: process.stderr.isTTY === true && process.env.TERM !== "dumb",
    columns: Math.min(process.stdout.isTTY ? process.stdout.columns || 80 : 80, widest),
  };
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
