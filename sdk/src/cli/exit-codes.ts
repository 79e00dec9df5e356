/** What the exit code of every command means; `rustybt --help` and docs/command-line.md say the same. */
export const exitCodes = {
  ok: 0,
  /** The run failed, or what was verified does not hold. */
  failed: 1,
  /** Wrong usage or bad input: flags, settings, data, or a strategy file that cannot be loaded. */
  badInput: 2,
  /** A `--fail-if` condition is met. */
  conditionMet: 3,
  /** Stopped by Ctrl-C (128 + SIGINT). */
  interrupted: 130,
} as const;
