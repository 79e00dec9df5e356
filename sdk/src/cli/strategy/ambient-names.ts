/** What a strategy may not reach (semantics O9), with what to use instead. */
export interface AmbientName {
  /** What it would bring in, continuing "<name> ". */
  readonly brings: string;
  readonly instead: string;
}

const clock: AmbientName = { brings: "reads the clock", instead: "Use ctx.time (ms) or ctx.date; new Date(ctx.time) is fine." };
const chance: AmbientName = { brings: "is random anew in every run", instead: "Use ctx.random(), which follows the run's seed." };
const host: AmbientName = { brings: "reads the machine", instead: "Pass values with --param, and data with --data." };
const network: AmbientName = { brings: "reaches the network", instead: "Fetch data before the run and pass the file with --data." };
const code: AmbientName = { brings: "runs code from text", instead: "Write the code into the strategy file." };

/** Globals refused at any use but `typeof`. */
export const ambientGlobals: Readonly<Record<string, AmbientName>> = {
  performance: clock,
  crypto: chance,
  process: host,
  fetch: network,
  XMLHttpRequest: network,
  WebSocket: network,
  EventSource: network,
  eval: code,
  Function: code,
};

/** Members refused on globals that are otherwise fine. */
export const ambientMembers: Readonly<Record<string, Readonly<Record<string, AmbientName>>>> = {
  Date: { now: clock },
  Math: { random: chance },
  Temporal: { Now: clock },
};

export const currentDate = clock;
export const dynamicImport: AmbientName = { brings: "loads code during the run", instead: "Import it at the top of the file." };
export const importAdvice = {
  builtin: {
    brings: "reaches files, network or the machine",
    instead: "A strategy gets everything through ctx; pass values with --param and data with --data.",
  },
  remote: { brings: "loads code from elsewhere", instead: "Save the code in a file beside the strategy and import that." },
  absolute: {
    brings: "depends on where files lie on this machine",
    instead: 'Import your own files by a relative path such as "./signals.ts".',
  },
} as const;

export const unsafeHint = "Or allow it on your own machine with --unsafe-imports; the result is then marked not reproducible.";
