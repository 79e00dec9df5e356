// Of the driver (connection lost, refused, ended), of the system, and of PostgreSQL: 08 connection, 53 out of resources, 57P shutting down or starting.
const down = /^(CONNECTION_|CONNECT_TIMEOUT|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|08|53|57P0[1-5])/;

/** Whether an error says that the database could not be asked: whoever asked may do so again, what was asked may or may not have happened. */
export function isDatabaseDown(error: unknown): boolean {
  for (let cause = error; typeof cause === "object" && cause !== null; cause = (cause as { cause?: unknown }).cause) {
    const { code } = cause as { code?: unknown };
    if (typeof code === "string" && down.test(code)) return true;
  }
  return false;
}
