/** A record of a CSV and the line it begins in. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Comma-separated records by RFC 4180: a quoted cell may hold commas, line breaks and doubled quotes. Cells are trimmed, empty lines left out. */
export function csvRecords(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let [cell, cells, line, begins, isQuoted] = ["", [] as string[], 1, 1, false];
  const endCell = (): void => {
    cells.push(cell.trim());
    cell = "";
  };
  const endRecord = (): void => {
    endCell();
    if (cells.some((each) => each !== "")) records.push({ line: begins, cells });
    cells = [];
    begins = line;
  };
  const source = text.replace(/^\uFEFF/, "");
  for (let at = 0; at < source.length; at++) {
    const letter = source[at] as string;
    if (letter === "\n") line++;
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (source[at + 1] === '"') cell += source[at++];
      else isQuoted = false;
    } else if (letter === '"' && cell.trim() === "") [isQuoted, cell] = [true, ""];
    else if (letter === ",") endCell();
    else if (letter === "\n") endRecord();
    else cell += letter;
  }
  endRecord();
  return records;
}
