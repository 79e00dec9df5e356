// The start of the first process: a command goes on in a second one, on the pinned Node.
export const startedAt = Number(process.env.RUSTYBT_COMMAND_STARTED ?? Date.now());
delete process.env.RUSTYBT_COMMAND_STARTED;

export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** Time since this command began. */
export function elapsed() {
  return seconds(Date.now() - startedAt);
}

/** Says on stderr what is about to happen, does it, and says how long it took. `work` may return a short note that is put beside the time. */
export async function step(title, work) {
  console.error(`> ${title}`);
  const from = performance.now();
  const note = await work();
  console.error(`  ${note ? `${note}, ` : ""}${seconds(performance.now() - from)}`);
}

/** Something the reader can mend: printed as it is, without a stack. */
export class Stop extends Error {}

/** Runs a command's body; a `Stop` or a failed command ends the process with one message and status 1. */
export async function command(body) {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(`\n${error.message}`);
    process.exit(1);
  }
}
