import { randomInt } from "node:crypto";

/** Ids that hand-made accounts on Debian reach last; they need no entry in /etc/passwd. */
const first = 59_000;
const count = 1_000;
const taken = new Set<number>();

/** A user of this host for one job, when this process is root and can become one: two jobs at a time never share one. */
export function freeJobUser(): { readonly id: number; release(): void } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  let id = first + randomInt(count);
  while (taken.has(id)) id = first + ((id - first + 1) % count);
  taken.add(id);
  return { id, release: () => taken.delete(id) };
}
