/**
 * Calls `stop` when whoever started this process is gone without having ended it, killed for instance: nobody would find it otherwise. Needs a
 * parent that opened a channel (`stdio: "ipc"`); without one nothing happens.
 */
export function stopWithParent(stop: () => unknown): void {
  if (process.connected) process.once("disconnect", () => void stop());
}
