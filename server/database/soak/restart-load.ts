import { randomUUID } from "node:crypto";
import { uploads } from "#drizzle/schema/index.ts";
import { connectTenantDb, withTenant } from "../connect.ts";

// The load of restart-under-load.ts, in a process of its own so that its end would be seen. Reports every acknowledged write by its id. A write
// whose outcome is unknown is tried again under the same id until it is acknowledged.

export interface LoadOrder {
  readonly url: string;
  readonly organizationId: string;
  readonly userId: string;
  readonly writers: number;
}

export type LoadReport = { readonly acked: string } | { readonly failed: string } | { readonly heard: string } | { readonly done: true };

const order: LoadOrder = JSON.parse(process.argv[2] ?? "{}");
const report = (message: LoadReport) => process.send?.(message);
const { db, listen, close } = connectTenantDb(order.url, order.writers);
let isEnding = false;

process.on("message", (message: "block" | "end") => {
  if (message === "end") isEnding = true;
  // A process that computes hears of a lost connection late: what is queued meanwhile meets a closed socket.
  else for (const until = Date.now() + 300; Date.now() < until; );
});

async function write(): Promise<void> {
  const { organizationId, userId } = order;
  while (!isEnding) {
    const id = randomUUID();
    for (;;) {
      try {
        await withTenant(db, { organizationId, userId }, (tx) =>
          tx
            .insert(uploads)
            .values({ organizationId, id, createdBy: userId, fileName: "x".repeat(2000), bytes: 1, sourceSha256: "", objectSha256: "" })
            .onConflictDoNothing(),
        );
        report({ acked: id });
        break;
      } catch (error) {
        const { cause = error } = error as Error;
        report({ failed: String((cause as { code?: unknown }).code ?? cause) });
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }
}

await listen(
  "soak",
  (payload) => report({ heard: payload }),
  () => {},
);
await Promise.all(Array.from({ length: order.writers }, write));
await close();
report({ done: true });
process.disconnect();
