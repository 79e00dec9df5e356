import type { StrayErrors } from "./stray-errors.ts";
import type { Terminal } from "./terminal.ts";

export interface Flag {
  /** Without the dashes. */
  readonly name: string;
  readonly short?: string;
  /** Placeholder of its value in help; without one the flag takes none. */
  readonly value?: string;
  readonly repeatable?: boolean;
  readonly meaning: string;
}

interface Positional {
  readonly name: string;
  readonly required: boolean;
  readonly meaning: string;
}

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly positionals: readonly Positional[];
  readonly flags: readonly Flag[];
  /** Command lines that work, with what they do. */
  readonly examples: readonly (readonly [commandLine: string, does: string])[];
  /** Further paragraphs of help. */
  readonly notes?: readonly string[];
  run(args: ParsedArguments, host: Host): Promise<number>;
}

export interface ParsedArguments {
  readonly positionals: readonly string[];
  /** Values of the flags that were given, in order. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** What a command may use of the machine. */
export interface Host {
  readonly terminal: Terminal;
  /** Of the package. */
  readonly version: string;
  /** Milliseconds of a clock that only moves on. */
  now(): number;
  readonly strayErrors: StrayErrors;
}

export function hasFlag({ values }: ParsedArguments, name: string): boolean {
  return values.has(name);
}

export function flagValue({ values }: ParsedArguments, name: string): string | undefined {
  return values.get(name)?.[0];
}

export function flagValues({ values }: ParsedArguments, name: string): readonly string[] {
  return values.get(name) ?? [];
}
