import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";

/** A name for what a job makes on this host; it tells whose it is, so that what a killed worker left behind can be found. */
export function jobName(): string {
  return `${process.pid}-${randomBytes(8).toString("hex")}`;
}

/** Whether something of this name was left behind by a process that is no more. */
export function isLeftBehind(name: string): boolean {
  const pid = /^(\d+)-[0-9a-f]{16}$/.exec(name)?.[1];
  return pid !== undefined && !existsSync(`/proc/${pid}`);
}
