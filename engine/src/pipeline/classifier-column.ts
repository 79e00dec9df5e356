import { argumentError } from "./arguments.ts";
import type { Board } from "./board.ts";
import { FilterColumn } from "./filter-column.ts";
import type { Classifier, Filter } from "./pipeline.ts";

let codes: (classifier: ClassifierColumn) => Float64Array;
let boardOf: (classifier: ClassifierColumn) => Board;
let isColumn: (value: unknown) => value is ClassifierColumn;

/** A classifier of a run: each label has a number, by the order in which they were first met. */
export class ClassifierColumn implements Classifier {
  readonly #board: Board;
  readonly #labels: readonly string[];
  readonly #codes: Float64Array;

  constructor(board: Board, labels: readonly string[], codes: Float64Array) {
    board.assertSetup("classifier");
    this.#board = board;
    this.#labels = labels;
    this.#codes = codes;
    board.made.push(this);
  }

  value(symbol: string): string | undefined {
    const { symbols, row } = this.#board;
    const { index } = symbols.get(symbol);
    return row < 0 ? undefined : this.#labels[this.#codes[row + index] as number];
  }

  eq(label: string): Filter {
    if (typeof label !== "string") throw argumentError("classifier.eq", label, 'a label such as "Energy"');
    const code = this.#labels.indexOf(label);
    return new FilterColumn(this.#board, "eq", () => this.#board.mask("eq", [this.#codes], [], [code]));
  }

  isDefined(): Filter {
    return new FilterColumn(this.#board, "isDefined", () => this.#board.mask("defined", [this.#codes], [], []));
  }

  static {
    codes = (classifier) => classifier.#codes;
    boardOf = (classifier) => classifier.#board;
    isColumn = (value): value is ClassifierColumn => typeof value === "object" && value !== null && #board in value;
  }
}

export function isClassifier(value: unknown): value is ClassifierColumn {
  return isColumn(value);
}

/** The numbers of the labels, for kernels only. */
export function codesOf(board: Board, call: string, classifier: ClassifierColumn): Float64Array {
  board.assertOwn(call, boardOf(classifier));
  return codes(classifier);
}
